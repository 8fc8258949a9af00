/**
 * Cards that come into view while it moves are outlines at first, and are filled within the next frames, some in each: a
 * whole column of them would hold up the frame that it comes in. While somebody zooms, they stay outlines: each frame of
 * that draws anew all that is in view, and who zooms out is on the way to where nothing of it can be read.
 */

import { useStoreApi } from "@xyflow/react";
import { useEffect, useState } from "react";

const PER_FRAME = 5;
/** For so long after its last step a view is on its way. */
const REST_MS = 120;

type Canvas = ReturnType<typeof useStoreApi>["getState"];

/** What fills each of them, and the canvas that it is on. */
const outlines = new Map<() => void, Canvas>();
/** When each canvas's view last moved, and was zoomed, by what is the same in all that asks its store. */
const movedMs = new WeakMap<Canvas, number>();
const zoomedMs = new WeakMap<Canvas, number>();

const rests = (canvas: Canvas, since: WeakMap<Canvas, number>) =>
  performance.now() - (since.get(canvas) ?? Number.NEGATIVE_INFINITY) > REST_MS;

/** Once in each canvas: notes when its view moves, and when it is zoomed. */
export function useNotedMoves(): void {
  const store = useStoreApi();
  useEffect(
    () =>
      store.subscribe((now, before) => {
        if (now.transform === before.transform) return;
        movedMs.set(store.getState, performance.now());
        if (now.transform[2] !== before.transform[2]) zoomedMs.set(store.getState, performance.now());
      }),
    [store],
  );
}

/** Whether the card that asks shows what is on it, or its outline alone. */
export function useFilled(): boolean {
  const store = useStoreApi();
  const [isFilled, setFilled] = useState(() => rests(store.getState, movedMs));
  useEffect(() => {
    if (isFilled) return;
    const fill = () => setFilled(true);
    if (outlines.size === 0) requestAnimationFrame(fillSome);
    outlines.set(fill, store.getState);
    return () => void outlines.delete(fill);
  }, [isFilled, store]);
  return isFilled;
}

function fillSome(): void {
  const due = [...outlines].filter(([, canvas]) => rests(canvas, zoomedMs)).slice(0, PER_FRAME);
  for (const [fill] of due) {
    outlines.delete(fill);
    fill();
  }
  if (outlines.size > 0) requestAnimationFrame(fillSome);
}
