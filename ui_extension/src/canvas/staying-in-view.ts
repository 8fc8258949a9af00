/** When the canvas becomes smaller, as by a sheet that comes up from below, the step that is selected stays in view. */

import { useStoreApi } from "@xyflow/react";
import { useEffect } from "react";
import { centre } from "@/core/geometry/shapes";
import { useFlow } from "./flow";
import type { DrawnNode } from "./mapping";
import { isShown } from "./viewport";

export function useStayingInView(): void {
  const store = useStoreApi<DrawnNode>();
  const flow = useFlow();
  useEffect(
    () =>
      store.subscribe((now, before) => {
        if (now.width >= before.width && now.height >= before.height) return;
        const [chosen, ...more] = now.nodes.filter((node) => node.selected === true);
        const at = now.nodeLookup.get(chosen?.id ?? "")?.internals.positionAbsolute;
        if (at === undefined || more.length > 0) return;
        const rect = { ...at, width: chosen?.width ?? 0, height: chosen?.height ?? 0 };
        const viewport = flow.getViewport();
        if (isShown(rect, viewport, now) || !isShown(rect, viewport, before)) return;
        const { x, y } = centre(rect);
        void flow.setCenter(x, y, { zoom: viewport.zoom });
      }),
    [store, flow],
  );
}
