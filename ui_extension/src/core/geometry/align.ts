/** Lines that show where a dragged node is level with others, and how far it has to go to be so exactly. */

import type { Rect } from "./shapes.ts";

export interface Guides {
  /** How far to move, so that it is level. */
  readonly dx: number;
  readonly dy: number;
  /** Where the lines are; absent when nothing is level. */
  readonly x?: number;
  readonly y?: number;
}

export function guidesFor(dragged: Rect, others: Iterable<Rect>, withinPx: number): Guides {
  let [bestX, bestY] = [withinPx, withinPx];
  let guides: Guides = { dx: 0, dy: 0 };
  for (const other of others) {
    for (const share of [0, 0.5, 1]) {
      const dx = other.x + other.width * share - (dragged.x + dragged.width * share);
      if (Math.abs(dx) < bestX) {
        bestX = Math.abs(dx);
        guides = { ...guides, dx, x: other.x + other.width * share };
      }
      const dy = other.y + other.height * share - (dragged.y + dragged.height * share);
      if (Math.abs(dy) < bestY) {
        bestY = Math.abs(dy);
        guides = { ...guides, dy, y: other.y + other.height * share };
      }
    }
  }
  return guides;
}
