/** What a toolbar, a key or a menu outside of the canvas may ask of its view. */

import { useReactFlow } from "@xyflow/react";
import { type RefObject, useImperativeHandle } from "react";
import type { Point } from "@/core/geometry/shapes";
import { useWhere, type Where } from "./where";

export type Zoom = "in" | "out" | "fit" | "actual";

export interface CanvasView {
  zoom(how: Zoom): void;
  /** The graph and the place in it that a place on the page is. */
  where(screen: Point): Where;
}

/** Within the canvas; `view` is what the outside holds. */
export function ViewHandle({ view }: { view: RefObject<CanvasView | null> }) {
  const flow = useReactFlow();
  const where = useWhere();
  useImperativeHandle(
    view,
    () => ({
      where,
      zoom(how) {
        if (how === "in") void flow.zoomIn();
        else if (how === "out") void flow.zoomOut();
        else if (how === "fit") void flow.fitView({ padding: 0.1, maxZoom: 1 });
        else void flow.zoomTo(1);
      },
    }),
    [flow, where],
  );
  return null;
}
