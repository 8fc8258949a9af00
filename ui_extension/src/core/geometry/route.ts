/**
 * Routes an edge in right angles around nodes. A handful of plausible ways is drawn up and the cheapest taken: passing
 * through a node costs most, then length, then bends. So a route is found in a bounded time, and never none.
 */

import { grown, type Point, type Rect } from "./shapes.ts";

export interface Start extends Point {
  readonly side: "right" | "bottom";
}

export const STUB_PX = 20;
const CLEARANCE_PX = 10;
const HIT_COST = 10_000;
export const BEND_COST = 24;
const MAX_LINES = 12;

/** `obstacles` are the nodes near the way, both ends included. */
export function route(from: Start, to: Point, obstacles: readonly Rect[]): readonly Point[] {
  const walls = obstacles.map((rect) => grown(rect, CLEARANCE_PX - 2));
  let best: readonly Point[] = [];
  let least = Infinity;
  for (const way of ways(from, to, obstacles)) {
    const cost = costOf(way, walls);
    if (cost < least) {
      best = way;
      least = cost;
    }
    // Straight, or one step without a hit: nothing beats it by much.
    if (least < HIT_COST && way.length <= 4) break;
  }
  return best;
}

function* ways(from: Start, to: Point, obstacles: readonly Rect[]): Generator<readonly Point[]> {
  const in_ = { x: to.x - STUB_PX, y: to.y };
  const rows = lines(obstacles, "y", (from.y + to.y) / 2);
  if (from.side === "bottom") {
    const lowest = from.y + STUB_PX;
    for (const y of [Math.max(lowest, to.y), lowest, ...rows.filter((row) => row > lowest)]) {
      yield simplified([from, { x: from.x, y }, { x: in_.x, y }, in_, to]);
    }
    return;
  }
  const out = { x: from.x + STUB_PX, y: from.y };
  if (out.x <= in_.x) {
    if (from.y === to.y) yield [from, to];
    const columns = lines(obstacles, "x", (out.x + in_.x) / 2).filter((x) => x >= out.x && x <= in_.x);
    for (const x of [(out.x + in_.x) / 2, out.x, in_.x, ...columns]) {
      yield simplified([from, { x, y: from.y }, { x, y: to.y }, to]);
    }
  }
  for (const y of rows) {
    yield simplified([from, out, { x: out.x, y }, { x: in_.x, y }, in_, to]);
  }
}

/** Just beside the obstacles, those nearest to the middle first. */
function lines(obstacles: readonly Rect[], axis: "x" | "y", middle: number): readonly number[] {
  const length = axis === "x" ? "width" : "height";
  const found = new Set<number>([middle]);
  for (const rect of obstacles) {
    found.add(rect[axis] - CLEARANCE_PX);
    found.add(rect[axis] + rect[length] + CLEARANCE_PX);
  }
  return [...found].sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle)).slice(0, MAX_LINES);
}

function costOf(way: readonly Point[], walls: readonly Rect[]): number {
  let cost = (way.length - 2) * BEND_COST;
  for (let index = 1; index < way.length; index += 1) {
    const [a, b] = [way[index - 1] as Point, way[index] as Point];
    cost += Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
    const isEnd = index === 1 || index === way.length - 1;
    for (const wall of walls) if (crosses(a, b, wall, isEnd ? STUB_PX : 0)) cost += HIT_COST;
  }
  return cost;
}

/** At its ends a route may touch what it comes from and leads to. */
function crosses(a: Point, b: Point, wall: Rect, tolerance: number): boolean {
  const left = Math.max(Math.min(a.x, b.x), wall.x);
  const right = Math.min(Math.max(a.x, b.x), wall.x + wall.width);
  const top = Math.max(Math.min(a.y, b.y), wall.y);
  const bottom = Math.min(Math.max(a.y, b.y), wall.y + wall.height);
  return left <= right && top <= bottom && Math.max(right - left, bottom - top) > tolerance;
}

/** Without points that change no direction. */
export function simplified(points: readonly Point[]): readonly Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const [before, last] = [kept.at(-2), kept.at(-1)];
    if (last !== undefined && last.x === point.x && last.y === point.y) continue;
    const isStraight =
      before !== undefined &&
      last !== undefined &&
      ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y));
    if (isStraight) kept.pop();
    kept.push(point);
  }
  return kept;
}

/** An SVG path with rounded corners. */
export function pathOf(points: readonly Point[], radius = 8): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  let path = `M${first.x} ${first.y}`;
  for (const [index, corner] of rest.entries()) {
    const before = points[index] as Point;
    const after = points[index + 2];
    if (after === undefined) {
      path += `L${corner.x} ${corner.y}`;
      continue;
    }
    const r = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2);
    const enter = towards(corner, before, r);
    const leave = towards(corner, after, r);
    path += `L${enter.x} ${enter.y}Q${corner.x} ${corner.y} ${leave.x} ${leave.y}`;
  }
  return path;
}

/** Where a label stands: the middle of the longest level piece. */
export function labelAt(points: readonly Point[]): Point {
  let best: Point = points[0] ?? { x: 0, y: 0 };
  let longest = -1;
  for (let index = 1; index < points.length; index += 1) {
    const [a, b] = [points[index - 1] as Point, points[index] as Point];
    const length = Math.abs(a.x - b.x);
    if (length > longest) {
      longest = length;
      best = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    }
  }
  return best;
}

function distance(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

function towards(from: Point, to: Point, by: number): Point {
  return { x: from.x + Math.sign(to.x - from.x) * by, y: from.y + Math.sign(to.y - from.y) * by };
}
