/**
 * From afar a card is drawn with less: what nobody could read costs as much as what one can. The classes are the
 * canvas's own, so that to come nearer draws no card anew.
 */

export const NEAR = "";
const FAR = "wf-far";
const FARTHEST = "wf-far wf-farthest";

export function distanceAt(zoom: number): string {
  if (zoom >= 0.5) return NEAR;
  return zoom >= 0.25 ? FAR : FARTHEST;
}
