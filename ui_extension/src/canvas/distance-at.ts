/**
 * From afar a card is drawn with less: what nobody could read costs as much as what one can. The classes are the
 * canvas's own, so that to come nearer draws no card anew.
 */

import { GRID_PX } from "@/core/geometry/sizes";

export const NEAR = "";
const FAR = "wf-far";
const FARTHEST = "wf-far wf-farthest";

export function distanceAt(zoom: number): string {
  if (zoom >= 0.5) return NEAR;
  return zoom >= 0.25 ? FAR : FARTHEST;
}

/** The dots behind the drawing: how far apart, and how large, before they are scaled. */
export const dotsAt = (distance: string) =>
  distance === NEAR ? { gap: GRID_PX, size: 1 } : { gap: 4 * GRID_PX, size: 2.5 };
