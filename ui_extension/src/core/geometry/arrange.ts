/** Brings rectangles into line, or spreads them so that the gaps between them are the same. */

import { around, type Point, type Rect } from "./shapes.ts";

export const LINES = ["left", "centre", "right", "top", "middle", "bottom"] as const;
export type Line = (typeof LINES)[number];
export type Axis = "x" | "y";

/** How much of the room beside a rectangle lies before it. */
const SHARE: { readonly [line in Line]: number } = {
  left: 0,
  centre: 0.5,
  right: 1,
  top: 0,
  middle: 0.5,
  bottom: 1,
};

type Rects = ReadonlyMap<string, Rect>;

/** The line is that of the rectangle around all. */
export function lineUp(rects: Rects, line: Line): ReadonlyMap<string, Point> {
  const all = around(rects.values());
  if (all === null) return new Map();
  const isLevel = line === "left" || line === "centre" || line === "right";
  return new Map(
    [...rects].map(([id, { x, y, width, height }]) => [
      id,
      isLevel
        ? { x: all.x + (all.width - width) * SHARE[line], y }
        : { x, y: all.y + (all.height - height) * SHARE[line] },
    ]),
  );
}

/** The outermost two stay. Where there is too little room they overlap evenly. */
export function spread(rects: Rects, axis: Axis): ReadonlyMap<string, Point> {
  const length = axis === "x" ? "width" : "height";
  const inOrder = [...rects].sort(([, a], [, b]) => a[axis] - b[axis]);
  const all = around(rects.values());
  if (all === null || inOrder.length < 2) return new Map();
  const filled = inOrder.reduce((sum, [, rect]) => sum + rect[length], 0);
  const gap = (all[length] - filled) / (inOrder.length - 1);
  let next = all[axis];
  return new Map(
    inOrder.map(([id, rect]) => {
      const at = { x: rect.x, y: rect.y, [axis]: next };
      next += rect[length] + gap;
      return [id, at];
    }),
  );
}
