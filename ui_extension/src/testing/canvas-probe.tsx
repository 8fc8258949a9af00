/** What a canvas knows of itself, for tests of what it shows: drawn within it. */

import { useReactFlow, useStoreApi } from "@xyflow/react";

export interface Probed {
  flow: ReturnType<typeof useReactFlow>;
  store: ReturnType<typeof useStoreApi>;
}

/** Empty until `CanvasProbe` is drawn. */
export const probed = {} as Probed;

export function CanvasProbe() {
  probed.flow = useReactFlow();
  probed.store = useStoreApi();
  return null;
}
