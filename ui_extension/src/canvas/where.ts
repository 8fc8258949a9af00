/** Which graph a place on the page belongs to. */

import { useStoreApi } from "@xyflow/react";
import { useCallback } from "react";
import { ROOT, type Scope } from "@/core/document/scopes";
import { contains, grown, type Point } from "@/core/geometry/shapes";
import { AREA_ORIGIN, GRID_PX } from "@/core/geometry/sizes";
import { useFlow } from "./flow";
import type { DrawnNode } from "./mapping";

export interface Where {
  readonly scope: Scope;
  /** From the corner of that graph. */
  readonly at: Point;
}

/** The graph at a place on the page, or the place in the graph that is named. */
export function useWhere(): (screen: Point, scope?: Scope) => Where {
  const flow = useFlow();
  const store = useStoreApi<DrawnNode>();
  return useCallback(
    (screen, scope) => {
      const at = flow.screenToFlowPosition(screen);
      const { nodeLookup } = store.getState();
      const area = scope === undefined ? areaAt(nodeLookup, at) : (nodeLookup.get(scope) ?? null);
      if (area === null) return { scope: ROOT, at };
      const { x, y } = area.internals.positionAbsolute;
      const inside = { x: at.x - x - AREA_ORIGIN.x, y: at.y - y - AREA_ORIGIN.y };
      return { scope: area.id, at: { x: Math.max(0, inside.x), y: Math.max(0, inside.y) } };
    },
    [flow, store],
  );
}

type Lookup = ReturnType<ReturnType<typeof useStoreApi<DrawnNode>>["getState"]>["nodeLookup"];

/** The innermost area at a place, those within `except` left out. */
function areaAt(nodes: Lookup, at: Point, except: ReadonlySet<string> = new Set()) {
  let found = null;
  for (const node of nodes.values()) {
    if (node.type !== "area" || (found !== null && node.internals.z < found.internals.z)) continue;
    const rect = { ...node.internals.positionAbsolute, width: node.width ?? 0, height: node.height ?? 0 };
    if (contains(rect, at) && !isWithin(nodes, node.id, except)) found = node;
  }
  return found;
}

/** The step whose card is at a place; null in the free room of a body, and beside everything. */
export function cardAt(nodes: Lookup, at: Point): string | null {
  let found = null;
  for (const node of nodes.values()) {
    if (node.type !== "area" && node.type !== "card") continue;
    if (found !== null && node.internals.z < found.internals.z) continue;
    const rect = { ...node.internals.positionAbsolute, width: node.width ?? 0, height: node.height ?? 0 };
    if (contains(rect, at)) found = node;
  }
  return found?.type === "card" ? found.id : null;
}

/**
 * The graph that what is dragged would belong to, if it was let go here. Beside the areas of its own container it
 * stays where it is: only well outside of it, it leaves.
 */
export function targetOf(nodes: Lookup, at: Point, own: Scope, dragged: ReadonlySet<string>): Scope {
  const area = areaAt(nodes, at, dragged);
  const container = nodes.get(nodes.get(own)?.parentId ?? "");
  if (container !== undefined) {
    const { width = 0, height = 0 } = container;
    const rect = { ...container.internals.positionAbsolute, width, height };
    const isElsewhere = area !== null && isWithin(nodes, area.id, new Set([container.id]));
    if (!isElsewhere && contains(grown(rect, GRID_PX), at)) return own;
  }
  return area?.id ?? ROOT;
}

function isWithin(nodes: Lookup, id: string, containers: ReadonlySet<string>): boolean {
  for (let node = nodes.get(id); node !== undefined; node = nodes.get(node.parentId ?? ""))
    if (containers.has(node.id)) return true;
  return false;
}
