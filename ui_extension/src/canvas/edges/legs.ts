/** The way of an edge between two points, for every canvas. */

import { type Legs, legsThrough } from "@/core/geometry/bends";
import { pathOf, route, type Start, simplified } from "@/core/geometry/route";
import type { Point, Rect } from "@/core/geometry/shapes";

export const NO_BENDS: readonly Point[] = [];
/** The arrow ends so far before the middle of the port. */
export const TIP_PX = 2;

/** Around what stands in the way, or through the points where a person has bent it, which count from `origin`. */
export function legsBetween(
  from: Start,
  to: Point,
  bends: readonly Point[],
  origin: Point,
  near: () => readonly Rect[],
): Legs {
  if (bends.length === 0) return [route(from, to, near())];
  const absolute = bends.map((at) => ({ x: at.x + origin.x, y: at.y + origin.y }));
  return legsThrough(from, to, absolute);
}

export const pathAlong = (legs: Legs): string =>
  pathOf(legs.length === 1 ? (legs[0] ?? NO_BENDS) : simplified(legs.flat()));
