/** Leads an edge through the points where a person has bent it, in right angles and without going back on itself. */

import { BEND_COST, STUB_PX, type Start, simplified } from "./route.ts";
import type { Point } from "./shapes.ts";

type Heading = "right" | "left" | "down" | "up";
/** The pieces between one fixed point and the next; the first leg begins at the source, the last ends at the target. */
export type Legs = readonly (readonly Point[])[];

interface Way {
  readonly cost: number;
  readonly heading: Heading;
  readonly legs: Legs;
}

const BACK_COST = 10_000;
const OPPOSITE: { readonly [heading in Heading]: Heading } = {
  right: "left",
  left: "right",
  down: "up",
  up: "down",
};

/** One leg more than there are bends. */
export function legsThrough(from: Start, to: Point, bends: readonly Point[]): Legs {
  const heading: Heading = from.side === "bottom" ? "down" : "right";
  const out = heading === "right" ? { x: from.x + STUB_PX, y: from.y } : { x: from.x, y: from.y + STUB_PX };
  const goals = [...bends, { x: to.x - STUB_PX, y: to.y }];
  let ways: readonly Way[] = [{ cost: 0, heading, legs: [[from, out]] }];
  for (const [index, goal] of goals.entries())
    ways = cheapest(ways.flatMap((way) => onwards(way, goal, index)));
  const best = cheapest(ways.flatMap((way) => onwards(way, to, goals.length - 1))).reduce((least, way) =>
    way.cost + turn(way.heading, "right") < least.cost + turn(least.heading, "right") ? way : least,
  );
  return best.legs.map(simplified);
}

/** Both ways around the corner: level first, or upright first. A bend rather lies within a piece than at its end. */
function onwards(way: Way, goal: Point, leg: number): readonly Way[] {
  const at = way.legs.at(-1)?.at(-1) ?? goal;
  const corners =
    at.x === goal.x || at.y === goal.y
      ? [goal]
      : [
          { x: goal.x, y: at.y },
          { x: at.x, y: goal.y },
        ];
  return corners.map((corner) => {
    let { cost, heading } = way;
    let last = at;
    for (const point of [corner, goal]) {
      const next = headingOf(last, point);
      if (next === null) continue;
      const isAtBend = last === at && leg > 0 && next !== heading;
      cost +=
        turn(heading, next) + (isAtBend ? 1 : 0) + Math.abs(point.x - last.x) + Math.abs(point.y - last.y);
      heading = next;
      last = point;
    }
    const before = way.legs.slice(0, leg);
    const begun = way.legs[leg] ?? [at];
    return { cost, heading, legs: [...before, [...begun, corner, goal]] };
  });
}

function cheapest(ways: readonly Way[]): readonly Way[] {
  const best = new Map<Heading, Way>();
  for (const way of ways)
    if (way.cost < (best.get(way.heading)?.cost ?? Infinity)) best.set(way.heading, way);
  return [...best.values()];
}

function headingOf(from: Point, to: Point): Heading | null {
  if (to.x !== from.x) return to.x > from.x ? "right" : "left";
  if (to.y !== from.y) return to.y > from.y ? "down" : "up";
  return null;
}

function turn(from: Heading, to: Heading): number {
  if (from === to) return 0;
  return OPPOSITE[from] === to ? BACK_COST : BEND_COST;
}

/** Where a new bend can be pulled out: the middle of each long piece, and which bend it would become. */
export function graspsOn(
  legs: Legs,
  leastPx: number,
): readonly { readonly at: Point; readonly index: number }[] {
  return legs.flatMap((leg, index) =>
    leg.slice(1).flatMap((point, piece) => {
      const before = leg[piece] as Point;
      const isLong = Math.abs(point.x - before.x) + Math.abs(point.y - before.y) >= leastPx;
      return isLong ? [{ at: { x: (point.x + before.x) / 2, y: (point.y + before.y) / 2 }, index }] : [];
    }),
  );
}
