import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { isOver } from "../core/status";
import { timelineQuery } from "./execution";
import { executionKeys, executionQuery } from "./executions";
import { withFrames } from "./frames";
import { type Frame, follow } from "./live";
import { rereads } from "./rereads";

/** What happens within a frame of the screen is drawn together. */
const TOGETHER_MS = 16;
/** What is shown is read again at most this often. */
const CALM_MS = 150;

type Read = { readonly seq: number };

/**
 * Keep everything that is shown of one execution true until it is over. It and its timeline are read at the same time,
 * and what happens between the two reads is news to one of them: so it is followed from the older one on.
 */
export function useFollow(
  id: string,
  execution: (Read & { readonly status: string }) | undefined,
  timeline: Read | undefined,
): void {
  const cache = useQueryClient();
  const from = useRef<number>(undefined);
  if (execution && timeline) from.current ??= Math.min(execution.seq, timeline.seq);
  const isAllKnown =
    execution !== undefined &&
    isOver(execution.status) &&
    timeline !== undefined &&
    timeline.seq >= execution.seq;
  const canFollow = from.current !== undefined && !isAllKnown;
  useEffect(() => {
    if (!canFollow) return;
    const rereading = rereads(() => cache.invalidateQueries({ queryKey: executionKeys.one(id) }), CALM_MS);
    const told = together((frames: Frame[]) => tell(cache, id, frames));
    const stop = follow({
      execution: id,
      ...(from.current === undefined ? {} : { after: from.current }),
      onFrame: (frame) => {
        told.add(frame);
        rereading.ask();
      },
      onGap: rereading.ask,
      onEnd: rereading.ask,
    });
    return () => {
      stop();
      told.stop();
      rereading.stop();
    };
  }, [cache, id, canFollow]);
}

function tell(cache: QueryClient, id: string, frames: readonly Frame[]): void {
  const last = frames.at(-1);
  if (last === undefined) return;
  cache.setQueryData(timelineQuery(id).queryKey, (known) => known && withFrames(known, frames));
  cache.setQueryData(executionQuery(id).queryKey, (known) =>
    known && known.seq < last.seq ? { ...known, status: last.status } : known,
  );
}

function together<T>(act: (items: T[]) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let items: T[] = [];
  const flush = () => {
    timer = undefined;
    const all = items;
    items = [];
    act(all);
  };
  return {
    add(item: T) {
      items.push(item);
      timer ??= setTimeout(flush, TOGETHER_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
