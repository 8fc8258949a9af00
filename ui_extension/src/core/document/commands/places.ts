/** Free places for nodes that come into a graph, as they stand to each other. */

import type { Catalogue } from "../../catalogue/activity.ts";
import { positionsOf } from "../../geometry/positions.ts";
import { around, grown, overlap, type Point, type Rect } from "../../geometry/shapes.ts";
import { CARD_WIDTH_PX, GRID_PX, HEAD_HEIGHT_PX, sizesOf } from "../../geometry/sizes.ts";
import type { WorkflowDocument } from "../schema.gen.ts";
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
  const positions = positionsOf(document);
  const sizes = sizesOf(document, catalogue, positions);
  const rectOf = (id: string): Rect => {
    const { width, height } = sizes.get(id) ?? { width: CARD_WIDTH_PX, height: HEAD_HEIGHT_PX };
    return { ...(positions.get(id) ?? { x: 0, y: 0 }), width, height };
  };
  const moved = around(ids.map(rectOf));
  if (moved === null) return new Map();
  const there = (index.graphs.get(scope)?.nodes ?? []).map((node) => rectOf(node.id));
  const left = index.nodes.get(ids[0] ?? "")?.around.find((one) => index.nodes.get(one)?.scope === scope);
  let at = beside(there, left === undefined ? undefined : rectOf(left));
  const isTaken = () => {
    const wanted = grown({ ...moved, ...at }, GRID_PX);
    return there.some((rect) => overlap(rect, wanted));
  };
  while (isTaken()) at = { x: at.x, y: at.y + GAP_PX };
  return new Map(
    ids.map((id) => {
      const { x, y } = rectOf(id);
      return [id, { x: x - moved.x + at.x, y: y - moved.y + at.y }];
    }),
  );
}

function beside(there: readonly Rect[], left: Rect | undefined): Point {
  if (left !== undefined) return { x: left.x, y: left.y + left.height + GAP_PX };
  const all = around(there);
  return all === null ? { x: 0, y: 0 } : { x: all.x + all.width + GAP_PX, y: all.y };
}
