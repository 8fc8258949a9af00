import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";

/** Lines beyond those in view; and how near to the end of what is known one comes before more is read. */
const BEYOND = 8;
const NEAR = 50;

type Given = {
  count: number;
  linePx: number;
  mostPx: number;
  /** Reads on; absent while there is nothing more, or it is being read, or could not be. */
  readOn: (() => unknown) | undefined;
};

/** Of lines in a frame that scrolls, those to be drawn; more are read as one comes near the end. */
export function useLines<Frame extends HTMLElement>({ count, linePx, mostPx, readOn }: Given) {
  const frame = useRef<Frame>(null);
  const drawn = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => linePx,
    overscan: BEYOND,
    initialRect: { width: 0, height: mostPx },
  });
  const lines = drawn.getVirtualItems();
  const isNear = (lines.at(-1)?.index ?? 0) >= count - NEAR;
  useEffect(() => {
    if (isNear) readOn?.();
  }, [isNear, readOn]);
  return { frame, drawn, lines };
}
