import { type NodePositionChange, useStore, ViewportPortal } from "@xyflow/react";
import { create } from "zustand";
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

const line = "absolute bg-accent pointer-events-none";

export function GuideLines() {
  const guides = useGuides((state) => state.guides);
  const zoom = useStore((state) => (guides === null ? 1 : state.transform[2]));
  if (guides === null) return null;
  return (
    <ViewportPortal>
      {guides.x !== undefined && (
        <div className={line} style={{ left: guides.x, top: -50_000, width: 1 / zoom, height: 100_000 }} />
      )}
      {guides.y !== undefined && (
        <div className={line} style={{ top: guides.y, left: -50_000, height: 1 / zoom, width: 100_000 }} />
      )}
    </ViewportPortal>
  );
}
