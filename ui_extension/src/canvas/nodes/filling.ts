/**
 * Cards that come into view while it moves are outlines at first, and are filled within the next frames, some in each: a
 * whole column of them would hold up the frame that it comes in.
 */

import { useStoreApi } from "@xyflow/react";
import { useEffect, useState } from "react";

const PER_FRAME = 5;
/** For so long after its last step a view is on its way. */
const REST_MS = 120;

const outlines = new Set<() => void>();
/** When each canvas's view last moved, by what is the same in all that asks its store. */
const movedMs = new WeakMap<() => unknown, number>();

/** Once in each canvas: notes when its view moves. */
export function useNotedMoves(): void {
  const store = useStoreApi();
  useEffect(
    () =>
      store.subscribe((now, before) => {
        if (now.transform !== before.transform) movedMs.set(store.getState, performance.now());
      }),
    [store],
  );
}

/** Whether the card that asks shows what is on it, or its outline alone. */
export function useFilled(): boolean {
  const store = useStoreApi();
  const [isFilled, setFilled] = useState(
    () => performance.now() - (movedMs.get(store.getState) ?? Number.NEGATIVE_INFINITY) > REST_MS,
  );
  useEffect(() => {
    if (isFilled) return;
    const fill = () => setFilled(true);
    if (outlines.size === 0) requestAnimationFrame(fillSome);
    outlines.add(fill);
    return () => void outlines.delete(fill);
  }, [isFilled]);
  return isFilled;
}

function fillSome(): void {
  for (const fill of [...outlines].slice(0, PER_FRAME)) {
    outlines.delete(fill);
    fill();
  }
  if (outlines.size > 0) requestAnimationFrame(fillSome);
}
