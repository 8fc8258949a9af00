import { useCallback, useMemo, useState } from "react";
import type { Where } from "@/canvas/where";
import type { Activity, Catalogue } from "@/core/catalogue/activity";
import { nodeOf, scopeOfNode } from "@/core/document/commands/nodes";
import { edgeKey } from "@/core/document/patches";
import { indexOf, ROOT, type Scope } from "@/core/document/scopes";
import { positionsOf } from "@/core/geometry/positions";
import type { Point } from "@/core/geometry/shapes";
import { CARD_WIDTH_PX, GRID_PX, sizesOf } from "@/core/geometry/sizes";
import { type End, ends } from "@/core/graph/ends";
import { portsOf } from "@/core/graph/ports";
import { added } from "./pasting";
import { useDesignerStore } from "./store";

const BESIDE_PX = 5 * GRID_PX;

/** Where the step that is about to be chosen goes. */
export interface Adding {
  readonly scope: Scope;
  readonly at: Point;
  readonly after?: End;
  /** The edge that it interrupts. */
  readonly between?: string;
}

/** The dialog that adds a step, and what it will do. */
export function useAdding() {
  const store = useDesignerStore();
  const [adding, setAdding] = useState<Adding | null>(null);
  const behind = useCallback(
    (id: string) => setAdding(placeBehind(store.getState().document, store.getState().catalogue, id)),
    [store],
  );
  const begin = useCallback(
    (place?: Where) => {
      if (place !== undefined) {
        setAdding(place);
        return;
      }
      const chosen = store.getState().selection.nodes[0];
      if (chosen !== undefined && nodeOf(store.getState().document, chosen) !== undefined) behind(chosen);
      else setAdding(placeFree(store.getState().document, store.getState().catalogue));
    },
    [store, behind],
  );
  const insert = useCallback(
    (edge: string) => setAdding(placeBetween(store.getState().document, edge)),
    [store],
  );
  const choose = useCallback(
    (activity: Activity, where: Adding) => {
      const onwards = where.between === undefined ? {} : { port: activity.ports[0]?.name };
      added(store.getState(), { activity, ...where, ...onwards });
    },
    [store],
  );
  const free = useCallback(() => placeFree(store.getState().document, store.getState().catalogue), [store]);
  return useMemo(
    () => ({ adding, setAdding, behind, begin, insert, choose, free }),
    [adding, behind, begin, insert, choose, free],
  );
}

type Doc = Parameters<typeof nodeOf>[0];

/** Behind the first way out that is not `error`. */
function placeBehind(document: Doc, catalogue: Catalogue, id: string): Adding {
  const node = nodeOf(document, id);
  const scope = scopeOfNode(document, id);
  const positions = positionsOf(document);
  const from = positions.get(id) ?? { x: 0, y: 0 };
  const { width = CARD_WIDTH_PX } = sizesOf(document, catalogue, positions).get(id) ?? {};
  const port = node === undefined ? undefined : portsOf(node, catalogue.get(node.type))[0]?.name;
  const at = { x: from.x + width + BESIDE_PX, y: from.y };
  return { scope, at, ...(port === undefined ? {} : { after: { node: id, port } }) };
}

/** In the middle of an edge, a little lower where there is no room for it in line. */
function placeBetween(document: Doc, edge: string): Adding | null {
  for (const graph of indexOf(document).graphs.values()) {
    const found = graph.edges.find((one) => edgeKey(one) === edge);
    if (found === undefined) continue;
    const positions = positionsOf(document);
    const [from, to] = [positions.get(ends(found.from).node), positions.get(ends(found.to).node)];
    if (from === undefined || to === undefined) return null;
    const hasRoom = to.x - from.x >= 2 * CARD_WIDTH_PX + 4 * GRID_PX;
    const at = {
      x: Math.round((from.x + to.x) / 2),
      y: Math.round((from.y + to.y) / 2) + (hasRoom ? 0 : 6 * GRID_PX),
    };
    return { scope: graph.scope, at, between: edge };
  }
  return null;
}

/** Right of all that there is, in line with the last of it. */
function placeFree(document: Doc, catalogue: Catalogue): Adding {
  const positions = positionsOf(document);
  const sizes = sizesOf(document, catalogue, positions);
  const ends = (document.nodes ?? []).map(({ id }) => {
    const { x, y } = positions.get(id) ?? { x: 0, y: 0 };
    return { x: x + (sizes.get(id)?.width ?? CARD_WIDTH_PX) + BESIDE_PX, y };
  });
  const [first, ...more] = ends;
  if (first === undefined) return { scope: ROOT, at: { x: 0, y: 0 } };
  return { scope: ROOT, at: more.reduce((most, at) => (at.x > most.x ? at : most), first) };
}
