import { type NodePositionChange, useStore } from "@xyflow/react";
import { create } from "zustand";
import { shallow } from "zustand/shallow";
import { type Guides, guidesFor } from "@/core/geometry/align";
import type { DrawnNode } from "./mapping";

const WITHIN_PX = 6;

interface Shown {
  readonly guides: Guides | null;
}

/** Outside of React: while a node is dragged nothing but the lines is drawn anew. */
export const useGuides = create<Shown>(() => ({ guides: null }));

/** Draws a single dragged node to the lines of its siblings. */
export function aligned(change: NodePositionChange, nodes: readonly DrawnNode[]): NodePositionChange {
  const node = nodes.find((one) => one.id === change.id);
  if (node === undefined || node.type === "frame" || change.position === undefined) return change;
  const rect = { ...change.position, width: node.width ?? 0, height: node.height ?? 0 };
  const siblings = nodes.flatMap((one) =>
    one.type !== "card" ||
    one.id === node.id ||
    one.parentId !== node.parentId ||
    Math.abs(one.position.x - rect.x) > 1_500
      ? []
      : [{ ...one.position, width: one.width ?? 0, height: one.height ?? 0 }],
  );
  const guides = guidesFor(rect, siblings, WITHIN_PX);
  useGuides.setState({ guides: node.parentId === undefined ? guides : null });
  return { ...change, position: { x: rect.x + guides.dx, y: rect.y + guides.dy } };
}

const line = "pointer-events-none absolute z-10 bg-accent";

/** On the screen and not in the drawing: across all of the canvas, and as thin at every zoom. */
export function GuideLines() {
  const guides = useGuides((state) => state.guides);
  const at = useStore(
    ({ transform: [x, y, zoom] }) =>
      guides && {
        left: guides.x === undefined ? undefined : guides.x * zoom + x,
        top: guides.y === undefined ? undefined : guides.y * zoom + y,
      },
    shallow,
  );
  return (
    <>
      {at?.left !== undefined && <div className={`${line} inset-y-0 w-px`} style={{ left: at.left }} />}
      {at?.top !== undefined && <div className={`${line} inset-x-0 h-px`} style={{ top: at.top }} />}
    </>
  );
}
