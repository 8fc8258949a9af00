import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { executionKeys } from "./executions";
import { type Frame, follow } from "./live";
import { rereads } from "./rereads";

/** Lists are read again at most this often, however much happens. */
const CALM_MS = 1_000;

/**
 * Keep lists and numbers true while things happen, and tell whether the gateway is heard. `onFrame` hears each event;
 * `onGap` that some were missed.
 */
export function useLive(onFrame: (frame: Frame) => void, onGap: () => void): boolean {
  const cache = useQueryClient();
  const hearing = useRef({ onFrame, onGap });
  hearing.current = { onFrame, onGap };
  const [isHeard, setHeard] = useState(true);
  useEffect(() => {
    const rereading = rereads(
      () =>
        Promise.all([
          cache.invalidateQueries({ queryKey: [...executionKeys.all, "list"] }),
          cache.invalidateQueries({ queryKey: ["overview"] }),
        ]),
      CALM_MS,
    );
    const missed = () => {
      void cache.invalidateQueries();
      hearing.current.onGap();
    };
    let wasHeard = true;
    const stop = follow({
      onFrame: (frame) => {
        rereading.ask();
        hearing.current.onFrame(frame);
      },
      onGap: missed,
      onHeard: (heard) => {
        if (heard && !wasHeard) missed();
        wasHeard = heard;
        setHeard(heard);
      },
    });
    return () => {
      stop();
      rereading.stop();
    };
  }, [cache]);
  return isHeard;
}
