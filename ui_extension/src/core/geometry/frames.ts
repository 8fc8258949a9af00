/** Where drawings stand that are no steps. */

import type { Note } from "../document/schema.gen.ts";
import { around, grown, type Rect } from "./shapes.ts";
import { NOTE_SIZE } from "./sizes.ts";

const PADDING_PX = 24;
/** More at the top, for its title. */
const TITLE_PX = 16;

/** A frame around these; null around nothing. */
export function frameAround(rects: Iterable<Rect>): Rect | null {
  const inside = around(rects);
  if (inside === null) return null;
  const { x, y, width, height } = grown(inside, PADDING_PX);
  return { x, y: y - TITLE_PX, width, height: height + TITLE_PX };
}

export const rectOfNote = ({ x = 0, y = 0, width, height }: Note): Rect => ({
  x,
  y,
  width: width ?? NOTE_SIZE.width,
  height: height ?? NOTE_SIZE.height,
});
