/** Where nodes stand, for edges to go around. Known by context and replaced when a drag has ended, not during it. */

import type { InternalNode } from "@xyflow/react";
import { createContext } from "react";
import { Near } from "@/core/geometry/near";
import type { Point, Rect } from "@/core/geometry/shapes";
import { AREA_ORIGIN } from "@/core/geometry/sizes";
import type { Drawing } from "../mapping";

const REACH_PX = 160;

export class Walls {
  /** By the graph that they stand in: the area's id, or "". Positions count from its corner. */
  private readonly byGraph = new Map<string, Near>();

  constructor(drawing: Drawing) {
    const rects = new Map<string, Rect[]>();
    for (const node of drawing.nodes) {
      if (node.type !== "card") continue;
      const graph = node.parentId ?? "";
      const rect = { ...node.position, width: node.width ?? 0, height: node.height ?? 0 };
      const known = rects.get(graph);
      if (known === undefined) rects.set(graph, [rect]);
      else known.push(rect);
    }
    for (const [graph, list] of rects) this.byGraph.set(graph, new Near(list));
  }

  /** Those near an edge's ends. The points, and what is answered, are absolute; `parent` is where the graph stands. */
  near(graph: string, parent: Point, from: Point, to: Point): readonly Rect[] {
    const own = (point: Point) => ({ x: point.x - parent.x, y: point.y - parent.y });
    const found = this.byGraph.get(graph)?.between(own(from), own(to), REACH_PX) ?? [];
    return parent.x === 0 && parent.y === 0
      ? found
      : found.map((rect) => ({ ...rect, x: rect.x + parent.x, y: rect.y + parent.y }));
  }
}

export const WallsContext = createContext<Walls | null>(null);

/** Where the graph of a node stands on the canvas. */
export function cornerOf(node: InternalNode | undefined): Point {
  if (node?.parentId === undefined) return { x: 0, y: 0 };
  const { positionAbsolute } = node.internals;
  return { x: positionAbsolute.x - node.position.x, y: positionAbsolute.y - node.position.y };
}

/** Where the points of the graph of a node count from. */
export function originOf(node: InternalNode | undefined): Point {
  const corner = cornerOf(node);
  return node?.parentId === undefined ? corner : { x: corner.x + AREA_ORIGIN.x, y: corner.y + AREA_ORIGIN.y };
}
