import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { executionKeys } from "./executions";
import { follow } from "./live";

/** What is shown is read again at most this often, however much happens; the first event is shown at once. */
const CALM_MS = 150;

/** Keep everything that is shown of one execution true until it is over; `after` is the event it was read at. */
export function useFollow(id: string, after: number | undefined, isOver: boolean): void {
  const cache = useQueryClient();
  const from = useRef(after);
  from.current ??= after;
  const canFollow = from.current !== undefined && !isOver;
  useEffect(() => {
    if (!canFollow) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isStale = false;
    const refresh = () => {
      isStale = false;
      timer = setTimeout(rested, CALM_MS);
      void cache.invalidateQueries({ queryKey: executionKeys.one(id) });
    };
    const rested = () => {
      timer = undefined;
      if (isStale) refresh();
    };
    const happened = () => {
      if (timer === undefined) refresh();
      else isStale = true;
    };
    const stop = follow({
      execution: id,
      ...(from.current === undefined ? {} : { after: from.current }),
      onFrame: happened,
      onGap: happened,
      onEnd: happened,
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [cache, id, canFollow]);
}
