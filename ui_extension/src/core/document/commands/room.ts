/** A container that has grown would cover what stands beside it: that is pushed aside, as far as it has grown. */

import type { Catalogue } from "../../catalogue/activity.ts";
import { rectOfNote } from "../../geometry/frames.ts";
import { positionsOf } from "../../geometry/positions.ts";
import { overlap, type Point, type Rect } from "../../geometry/shapes.ts";
import { type Sizes, sizesOf } from "../../geometry/sizes.ts";
import { applyAll } from "../apply.ts";
import type { Patch } from "../patches.ts";
import type { WorkflowDocument } from "../schema.gen.ts";
import { type Graph, indexOf, ROOT } from "../scopes.ts";
import { changeNote } from "./drawings.ts";
import { moveNodes } from "./layout.ts";

/** What makes room for what these patches let grow. */
export function roomFor(
  document: WorkflowDocument,
  patches: readonly Patch[],
  catalogue: Catalogue,
): readonly Patch[] {
  if (!mayGrow(document, patches)) return [];
  return makeRoom(document, applyAll(document, patches).document, catalogue);
}

/** Whether an edit of these can make a container larger. */
export function mayGrow(document: WorkflowDocument, patches: readonly Patch[]): boolean {
  const changesRoom = (patch: Patch) =>
    patch.op === "add"
      ? patch.kind === "node"
      : patch.op === "set" && patch.path[0] === "layout" && patch.path[1] === "nodes";
  return patches.some(changesRoom) && indexOf(document).graphs.size > 1;
}

/**
 * What makes room in `after`, the document as an edit of `before` left it. What is right of a container goes right, what
 * is below goes down, all of it together, so that what stood in line still does. A container around them grows in turn.
 */
export function makeRoom(
  before: WorkflowDocument,
  after: WorkflowDocument,
  catalogue: Catalogue,
): readonly Patch[] {
  const old = sizesOf(before, catalogue, positionsOf(before));
  const notes = (after.layout?.notes ?? []).map((note) => [`${NOTE}${note.id}`, rectOfNote(note)] as const);
  const stood: ReadonlyMap<string, Point> = new Map([...positionsOf(after), ...notes]);
  const stand = new Map(stood);
  let sizes = sizesOf(after, catalogue, stand);
  // The innermost first: what is pushed there makes its container larger.
  for (const graph of [...indexOf(after).graphs.values()].reverse()) {
    const beside = graph.scope === ROOT ? notes : [];
    for (const { id, by } of growthsIn(graph, old, sizes)) {
      const others = graph.nodes.filter((node) => node.id !== id);
      const rects = new Map([
        ...beside.map(([key, rect]) => [key, { ...rect, ...stand.get(key) }] as const),
        ...others.map((node) => [node.id, rectOf(node.id, stand, sizes)] as const),
      ]);
      const gone = pushed(rects, rectOf(id, stand, old), rectOf(id, stand, sizes), by);
      for (const [other, at] of gone) stand.set(other, at);
      sizes = sizesOf(after, catalogue, stand);
    }
  }
  const moved = [...stand].filter(([id, at]) => stood.get(id) !== at);
  return [
    ...moveNodes(after, new Map(moved.filter(([id]) => !id.startsWith(NOTE)))),
    ...moved.flatMap(([id, { x, y }]) =>
      id.startsWith(NOTE) ? changeNote(id.slice(NOTE.length), { x, y }) : [],
    ),
  ];
}

const NOTE = "note:";

function growthsIn(graph: Graph, old: Sizes, sizes: Sizes): readonly { id: string; by: Point }[] {
  return graph.nodes.flatMap(({ id }) => {
    const [was, now] = [old.get(id), sizes.get(id)];
    if (was === undefined || now === undefined || now.areas.length === 0) return [];
    const by = { x: Math.max(0, now.width - was.width), y: Math.max(0, now.height - was.height) };
    return by.x > 0 || by.y > 0 ? [{ id, by }] : [];
  });
}

/** Where those go that would be covered, and those in line with them. */
function pushed(
  rects: ReadonlyMap<string, Rect>,
  was: Rect,
  now: Rect,
  by: Point,
): readonly (readonly [string, Point])[] {
  const covered = [...rects.values()].filter((rect) => overlap(rect, now) && !overlap(rect, was));
  const isRight = (rect: Rect) => rect.x >= was.x + was.width;
  const isBelow = (rect: Rect) => rect.y >= was.y + was.height;
  const right = by.x > 0 && covered.some(isRight);
  const down = by.y > 0 && covered.some((rect) => isBelow(rect) && !(right && isRight(rect)));
  if (!right && !down) return [];
  return [...rects].flatMap(([id, rect]) => {
    const x = rect.x + (right && isRight(rect) ? by.x : 0);
    const y = rect.y + (down && isBelow(rect) ? by.y : 0);
    return x === rect.x && y === rect.y ? [] : [[id, { x, y }] as const];
  });
}

function rectOf(id: string, positions: ReadonlyMap<string, Point>, sizes: Sizes): Rect {
  const { width = 0, height = 0 } = sizes.get(id) ?? {};
  return { ...(positions.get(id) ?? { x: 0, y: 0 }), width, height };
}
