/** In a page, the drawing stands in its room also when that changes, as when a phone is turned. */

import { useStoreApi } from "@xyflow/react";
import { type RefObject, useEffect, useRef } from "react";
import type { FirstLook } from "./first-look";
import { useFlow } from "./flow";
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
  const flow = useFlow();
  const fitted = useRef({
    widthPx: first.widthPx,
    heightPx: first.heightPx,
    at: first.state.transform.join(),
  });
  useEffect(() => {
    if (!isInPage) return;
    return store.subscribe(({ width, height, transform: [x, y, zoom] }) => {
      const { widthPx, heightPx, at } = fitted.current;
      if (Math.abs(width - widthPx) < OTHER_PX && Math.abs(height - heightPx) < OTHER_PX) return;
      // Where somebody has been led or has gone to, the middle stays.
      const isMoved = [x, y, zoom].join() !== at;
      const next = isMoved
        ? { x: x + (width - widthPx) / 2, y: y + (height - heightPx) / 2, zoom }
        : firstViewport(present.current.drawing, width, height);
      fitted.current = {
        widthPx: width,
        heightPx: height,
        at: isMoved ? at : [next.x, next.y, next.zoom].join(),
      };
      void flow.setViewport(next);
    });
  }, [isInPage, present, store, flow]);
}
