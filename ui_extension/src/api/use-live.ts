import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { executionKeys } from "./executions";
import { follow } from "./live";

/** Lists are read again at most this often, however much happens. */
const CALM_MS = 1_000;

/** Keep lists and numbers true while things happen, and tell whether the gateway is heard. */
export function useLive(): boolean {
  const cache = useQueryClient();
  const [isHeard, setHeard] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer = undefined;
      void cache.invalidateQueries({ queryKey: [...executionKeys.all, "list"] });
      void cache.invalidateQueries({ queryKey: ["overview"] });
    };
    const happened = () => {
      timer ??= setTimeout(refresh, CALM_MS);
    };
    const stop = follow({
      onFrame: happened,
      onGap: () => void cache.invalidateQueries(),
      onHeard: (heard) =>
        setHeard((before) => {
          if (heard && !before) void cache.invalidateQueries();
          return heard;
        }),
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [cache]);
  return isHeard;
}
