/**
 * From afar a card is drawn with less: what nobody could read costs as much as what one can. The classes are the
 * canvas's own, so that to come nearer draws no card anew; they change when the view has come to rest, not on its way.
 */

import { useStoreApi } from "@xyflow/react";
import { useEffect, useState } from "react";

export const NEAR = "";
const FAR = "wf-far";
const FARTHEST = "wf-far wf-farthest";
const REST_MS = 120;

export function distanceAt(zoom: number): string {
  if (zoom >= 0.5) return NEAR;
  return zoom >= 0.25 ? FAR : FARTHEST;
}

/** `zoom` is that of the first look. */
export function useDistance(zoom: number): string {
  const store = useStoreApi();
  const [distance, setDistance] = useState(() => distanceAt(zoom));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const stop = store.subscribe((now, before) => {
      if (now.transform[2] === before.transform[2]) return;
      clearTimeout(timer);
      timer = setTimeout(() => setDistance(distanceAt(store.getState().transform[2])), REST_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [store]);
  return distance;
}
