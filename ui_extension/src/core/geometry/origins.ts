import type { Catalogue } from "../catalogue/activity.ts";
import type { WorkflowDocument } from "../document/schema.gen.ts";
import { indexOf, type Scope } from "../document/scopes.ts";
import { positionsOf } from "./positions.ts";
import type { Point } from "./shapes.ts";
import { AREA_ORIGIN, sizesOf } from "./sizes.ts";

/** Where the positions in a graph count from, on the canvas as a whole. Of a collapsed container: where it stands. */
export function originOf(document: WorkflowDocument, catalogue: Catalogue, scope: Scope): Point {
  const positions = positionsOf(document);
  const sizes = sizesOf(document, catalogue, positions);
  const { graphs, nodes } = indexOf(document);
  let [x, y] = [0, 0];
  let present = scope;
  for (;;) {
    const container = graphs.get(present)?.container ?? null;
    if (container === null) return { x, y };
    const at = positions.get(container) ?? { x: 0, y: 0 };
    const area = sizes.get(container)?.areas.find((one) => one.scope === present);
    x += at.x + (area === undefined ? 0 : area.x + AREA_ORIGIN.x);
    y += at.y + (area === undefined ? 0 : area.y + AREA_ORIGIN.y);
    present = nodes.get(container)?.scope ?? "";
  }
}
