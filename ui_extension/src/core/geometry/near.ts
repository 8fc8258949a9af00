/** Finds the rectangles near a place without looking at all of them. */

import { around, grown, overlap, type Point, type Rect } from "./shapes.ts";

const CELL_PX = 512;

export class Near {
  private readonly cells = new Map<string, Rect[]>();

  constructor(rects: Iterable<Rect>) {
    for (const rect of rects) {
      for (const cell of cellsOf(rect)) {
        const known = this.cells.get(cell);
        if (known === undefined) this.cells.set(cell, [rect]);
        else known.push(rect);
      }
    }
  }

  /** At most `atMost` of those within `margin` of the rectangle that two points span. */
  between(one: Point, other: Point, margin: number, atMost = 24): readonly Rect[] {
    const span = around([
      { ...one, width: 0, height: 0 },
      { ...other, width: 0, height: 0 },
    ]) as Rect;
    const wanted = grown(span, margin);
    const found = new Set<Rect>();
    for (const cell of cellsOf(wanted)) {
      for (const rect of this.cells.get(cell) ?? []) {
        if (overlap(rect, wanted)) found.add(rect);
        if (found.size >= atMost) return [...found];
      }
    }
    return [...found];
  }
}

function* cellsOf(rect: Rect): Generator<string> {
  for (let x = Math.floor(rect.x / CELL_PX); x * CELL_PX <= rect.x + rect.width; x += 1) {
    for (let y = Math.floor(rect.y / CELL_PX); y * CELL_PX <= rect.y + rect.height; y += 1) yield `${x},${y}`;
  }
}
