/** In a page, the drawing stands in its room also when that changes, as when a phone is turned. */

import { useReactFlow, useStoreApi } from "@xyflow/react";
import { type RefObject, useEffect } from "react";
import type { FirstLook } from "./first-look";
import type { Drawing } from "./mapping";
import { firstViewport } from "./viewport";

/** A bar to scroll by makes no other room. */
const OTHER_PX = 24;

export function useFitting(
  isInPage: boolean,
  first: FirstLook,
  present: RefObject<{ drawing: Drawing }>,
): void {
  const store = useStoreApi();
  const flow = useReactFlow();
  useEffect(() => {
    if (!isInPage) return;
    let [widthPx, heightPx] = [first.widthPx, first.heightPx];
    let fitted = first.state.transform.join();
    return store.subscribe(({ width, height, transform: [x, y, zoom] }) => {
      if (Math.abs(width - widthPx) < OTHER_PX && Math.abs(height - heightPx) < OTHER_PX) return;
      const [moreX, moreY] = [width - widthPx, height - heightPx];
      [widthPx, heightPx] = [width, height];
      const isMoved = [x, y, zoom].join() !== fitted;
      void flow.setViewport(
        // Where somebody has been led or has gone to, the middle stays.
        isMoved
          ? { x: x + moreX / 2, y: y + moreY / 2, zoom }
          : firstViewport(present.current.drawing, width, height),
      );
      if (!isMoved) fitted = store.getState().transform.join();
    });
  }, [isInPage, first, present, store, flow]);
}
