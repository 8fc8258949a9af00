/** Aligns and spreads nodes: each graph's own among themselves, since a border is no line to stand on. */

import type { Catalogue } from "../../catalogue/activity.ts";
import { type Axis, LINES, type Line, lineUp, spread } from "../../geometry/arrange.ts";
import { positionsOf } from "../../geometry/positions.ts";
import type { Rect } from "../../geometry/shapes.ts";
import { sizesOf } from "../../geometry/sizes.ts";
import type { Patch } from "../patches.ts";
import type { WorkflowDocument } from "../schema.gen.ts";
import { indexOf } from "../scopes.ts";
import { moveNodes } from "./layout.ts";

export type Arrangement = Line | Axis;

export function arrange(
  document: WorkflowDocument,
  catalogue: Catalogue,
  ids: readonly string[],
  how: Arrangement,
): Patch[] {
  const positions = positionsOf(document);
  const sizes = sizesOf(document, catalogue, positions);
  return together(document, ids, leastFor(how)).flatMap((names) => {
    const rects = new Map(
      names.flatMap((id): [string, Rect][] => {
        const [at, size] = [positions.get(id), sizes.get(id)];
        return at === undefined || size === undefined
          ? []
          : [[id, { ...at, width: size.width, height: size.height }]];
      }),
    );
    return moveNodes(document, isLine(how) ? lineUp(rects, how) : spread(rects, how));
  });
}

export function canArrange(document: WorkflowDocument, ids: readonly string[], how: Arrangement): boolean {
  return together(document, ids, leastFor(how)).length > 0;
}

const isLine = (how: Arrangement): how is Line => (LINES as readonly string[]).includes(how);
/** Between two there is but one gap. */
const leastFor = (how: Arrangement) => (isLine(how) ? 2 : 3);

function together(document: WorkflowDocument, ids: readonly string[], least: number): string[][] {
  const byScope = new Map<string, string[]>();
  for (const id of ids) {
    const scope = indexOf(document).nodes.get(id)?.scope;
    if (scope !== undefined) byScope.set(scope, [...(byScope.get(scope) ?? []), id]);
  }
  return [...byScope.values()].filter((names) => names.length >= least);
}
