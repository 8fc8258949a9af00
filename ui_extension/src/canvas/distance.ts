/** How far away the drawing is, by the view that has come to rest, not on its way. */

import { useStoreApi } from "@xyflow/react";
import { useEffect, useState } from "react";
import { distanceAt } from "./distance-at";

const REST_MS = 120;

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
