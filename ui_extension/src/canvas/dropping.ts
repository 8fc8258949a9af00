/** Over which graph something is dragged. Outside of React: while a node is dragged, only what shows it is drawn anew. */

import { type OnNodeDrag, useStoreApi } from "@xyflow/react";
import { useCallback, useMemo, useRef } from "react";
import { create } from "zustand";
import { ROOT, type Scope } from "@/core/document/scopes";
import type { Point } from "@/core/geometry/shapes";
import { AREA_ORIGIN } from "@/core/geometry/sizes";
import type { DrawnEdge, DrawnNode } from "./mapping";
import { targetOf } from "./where";

export interface Dropping {
  /** The nodes that would go into another graph. */
  readonly ids: readonly string[];
  /** The graph they would go into; null: everything stays in its own. */
  readonly scope: Scope | null;
}

const NONE: ReadonlySet<string> = new Set();
const NOTHING: Dropping = { ids: [], scope: null };
export const useDropping = create<Dropping>(() => NOTHING);

export function overScope(scope: Scope | null, ids: readonly string[] = []): void {
  if (useDropping.getState().scope !== scope) useDropping.setState({ scope, ids: scope === null ? [] : ids });
}

export const scopeOf = (node: DrawnNode): Scope => node.parentId ?? ROOT;

/** Watches drags of cards, for `useDropping`. Those dragged are lifted above what they are dragged over. */
export function useDropTarget(lift: (ids: ReadonlySet<string>) => void) {
  const store = useStoreApi<DrawnNode, DrawnEdge>();
  // The canvas's corner is asked for once: to ask while things move makes the browser lay out the page twice a frame.
  const dragged = useRef<{ own: Scope; ids: ReadonlySet<string>; corner: Point } | null>(null);
  const onNodeDragStart = useCallback<OnNodeDrag<DrawnNode>>(
    (_, grabbed, nodes) => {
      const own = scopeOf(grabbed);
      const ids = nodes.flatMap((node) => (node.type === "card" && scopeOf(node) === own ? [node.id] : []));
      const { x = 0, y = 0 } = store.getState().domNode?.getBoundingClientRect() ?? {};
      dragged.current = grabbed.type === "card" ? { own, ids: new Set(ids), corner: { x, y } } : null;
      if (grabbed.type === "card") lift(new Set(ids));
    },
    [lift, store],
  );
  const onNodeDrag = useCallback<OnNodeDrag<DrawnNode>>(
    (event) => {
      const what = dragged.current;
      if (what === null) return;
      const touch = "touches" in event ? (event as unknown as TouchEvent).touches[0] : event;
      if (touch === undefined) return;
      const [x, y, zoom] = store.getState().transform;
      const at = {
        x: (touch.clientX - what.corner.x - x) / zoom,
        y: (touch.clientY - what.corner.y - y) / zoom,
      };
      const target = targetOf(store.getState().nodeLookup, at, what.own, what.ids);
      overScope(target === what.own ? null : target, [...what.ids]);
    },
    [store],
  );
  const onNodeDragStop = useCallback(() => {
    dragged.current = null;
    overScope(null);
    lift(NONE);
  }, [lift]);
  return useMemo(
    () => ({ onNodeDragStart, onNodeDrag, onNodeDragStop }),
    [onNodeDragStart, onNodeDrag, onNodeDragStop],
  );
}

/** Where nodes that were let go over another graph stand in it: right of and below its corner, as they stand together. */
export function placesIn(
  scope: Scope,
  ids: readonly string[],
  nodes: readonly DrawnNode[],
): ReadonlyMap<string, Point> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const corner = scope === ROOT ? { x: 0, y: 0 } : shifted(absolute(scope, byId), AREA_ORIGIN);
  const places = new Map(
    ids.map((id) => {
      const { x, y } = absolute(id, byId);
      return [id, { x: x - corner.x, y: y - corner.y }];
    }),
  );
  if (scope === ROOT) return places;
  const [left, top] = [least([...places.values()], "x"), least([...places.values()], "y")];
  return new Map([...places].map(([id, at]) => [id, shifted(at, { x: -left, y: -top })]));
}

function absolute(id: string, nodes: ReadonlyMap<string, DrawnNode>): Point {
  let at = { x: 0, y: 0 };
  for (let node = nodes.get(id); node !== undefined; node = nodes.get(node.parentId ?? ""))
    at = shifted(at, node.position);
  return at;
}

const shifted = (at: Point, by: Point): Point => ({ x: at.x + by.x, y: at.y + by.y });
/** How far they stand out of the corner: 0 when none does. */
const least = (points: readonly Point[], axis: "x" | "y") => Math.min(0, ...points.map((at) => at[axis]));
