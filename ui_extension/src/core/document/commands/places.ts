/** Free places for nodes that come into a graph, as they stand to each other. */

import type { Catalogue } from "../../catalogue/activity.ts";
import { frameAround, rectOfNote } from "../../geometry/frames.ts";
import { positionsOf } from "../../geometry/positions.ts";
import { around, grown, overlap, type Point, type Rect } from "../../geometry/shapes.ts";
import { CARD_WIDTH_PX, GRID_PX, HEAD_HEIGHT_PX, sizesOf } from "../../geometry/sizes.ts";
import type { Picked } from "../clipboard.ts";
import type { Group, WorkflowDocument } from "../schema.gen.ts";
import { indexOf, type Scope } from "../scopes.ts";

const GAP_PX = 3 * GRID_PX;

/** Below the container that they come out of; else right of all that is there. Never on anything. */
export function freePlaces(
  document: WorkflowDocument,
  catalogue: Catalogue,
  ids: readonly string[],
  scope: Scope,
): ReadonlyMap<string, Point> {
  const index = indexOf(document);
  const rectOf = rectsOf(document, catalogue);
  const moved = around(ids.map(rectOf));
  if (moved === null) return new Map();
  const there = (index.graphs.get(scope)?.nodes ?? []).map((node) => rectOf(node.id));
  const left = index.nodes.get(ids[0] ?? "")?.around.find((one) => index.nodes.get(one)?.scope === scope);
  const at = below(there, { ...moved, ...beside(there, left === undefined ? undefined : rectOf(left)) });
  return new Map(
    ids.map((id) => {
      const { x, y } = rectOf(id);
      return [id, { x: x - moved.x + at.x, y: y - moved.y + at.y }];
    }),
  );
}

/**
 * Where the corner `at` of what stands in a graph already would have to be, so that it covers nothing else there: where it
 * is, or below. A frame covers no other drawing either.
 */
export function freeNear(
  document: WorkflowDocument,
  catalogue: Catalogue,
  { nodes, notes = [], groups = [] }: Picked,
  scope: Scope,
  at: Point,
): Point {
  const rectOf = rectsOf(document, catalogue);
  const others = (indexOf(document).graphs.get(scope)?.nodes ?? []).filter(({ id }) => !nodes.includes(id));
  const drawings = document.layout;
  const frame = (group: Group) => frameAround((group.nodes ?? []).map(rectOf)) ?? [];
  const frames = (isOwn: boolean) =>
    (drawings?.groups ?? []).filter((group) => groups.includes(group.id) === isOwn).flatMap(frame);
  const beside = (drawings?.notes ?? []).filter((note) => !notes.includes(note.id)).map(rectOfNote);
  const wanted = around([...nodes.map(rectOf), ...frames(true)]);
  if (wanted === null) return at;
  const there = others.map((node) => rectOf(node.id));
  const covered = groups.length === 0 ? there : [...there, ...frames(false), ...beside];
  return { x: at.x, y: at.y + below(covered, wanted).y - wanted.y };
}

function rectsOf(document: WorkflowDocument, catalogue: Catalogue): (id: string) => Rect {
  const positions = positionsOf(document);
  const sizes = sizesOf(document, catalogue, positions);
  return (id) => {
    const { width, height } = sizes.get(id) ?? { width: CARD_WIDTH_PX, height: HEAD_HEIGHT_PX };
    return { ...(positions.get(id) ?? { x: 0, y: 0 }), width, height };
  };
}

function below(there: readonly Rect[], wanted: Rect): Point {
  const { x } = wanted;
  let { y } = wanted;
  const isTaken = () => there.some((rect) => overlap(rect, grown({ ...wanted, y }, GRID_PX)));
  while (isTaken()) y += GAP_PX;
  return { x, y };
}

function beside(there: readonly Rect[], left: Rect | undefined): Point {
  if (left !== undefined) return { x: left.x, y: left.y + left.height + GAP_PX };
  const all = around(there);
  return all === null ? { x: 0, y: 0 } : { x: all.x + all.width + GAP_PX, y: all.y };
}
