/** What a toolbar, a key or a menu outside of the canvas may ask of its view. */

import { useStoreApi } from "@xyflow/react";
import { type RefObject, useEffect, useImperativeHandle, useRef } from "react";
import { ROOT } from "@/core/document/scopes";
import type { Point } from "@/core/geometry/shapes";
import { useFlow } from "./flow";
import { onceDrawn } from "./once-drawn";
import { useWhere, type Where } from "./where";

export type Zoom = "in" | "out" | "fit" | "actual";

export interface CanvasView {
  zoom(how: Zoom): void;
  /** Gives the keyboard to what is written on the canvas, once it is drawn. */
  write(id: string): void;
  /** The graph and the place in it that a place on the page is. */
  where(screen: Point): Where;
  /** Where the pointer is; null when it is over something else. */
  pointed(): Where | null;
  /** The middle of what is in view. */
  middle(): Where;
}

/** Within the canvas; `view` is what the outside holds. */
export function ViewHandle({ view }: { view: RefObject<CanvasView | null> }) {
  const flow = useFlow();
  const store = useStoreApi();
  const where = useWhere();
  const pointer = useRef<PointerEvent>(undefined);
  useEffect(() => {
    const onMove = (event: PointerEvent) => {
      pointer.current = event;
    };
    window.addEventListener("pointermove", onMove);
    return () => window.removeEventListener("pointermove", onMove);
  }, []);
  useImperativeHandle(
    view,
    () => ({
      where,
      pointed() {
        const { target, clientX: x, clientY: y } = pointer.current ?? {};
        const isOver = target instanceof Node && store.getState().domNode?.contains(target) === true;
        return isOver && x !== undefined && y !== undefined ? where({ x, y }) : null;
      },
      middle() {
        const { width, height, transform } = store.getState();
        const [x, y, zoom] = transform;
        return { scope: ROOT, at: { x: (width / 2 - x) / zoom, y: (height / 2 - y) / zoom } };
      },
      write(id) {
        onceDrawn(store.getState().domNode, id, (node) => node.querySelector("textarea")?.focus());
      },
      zoom(how) {
        if (how === "in") void flow.zoomIn();
        else if (how === "out") void flow.zoomOut();
        else if (how === "fit") void flow.fitView({ padding: 0.1, maxZoom: 1 });
        else void flow.zoomTo(1);
      },
    }),
    [flow, store, where],
  );
  return null;
}
