/** Escape gives up what is being dragged, a card or an edge: as if it had never been taken up. */

import { useStoreApi } from "@xyflow/react";
import { useEffect } from "react";
import type { DrawnNode } from "./mapping";

/** `giveUp` ends the drag by what it is given, and lets nothing come of it. */
export function useGivingUp(giveUp: (end: () => void) => void): void {
  const store = useStoreApi<DrawnNode>();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      const { connection, nodes } = store.getState();
      if (!connection.inProgress && !nodes.some((node) => node.dragging === true)) return;
      event.preventDefault();
      event.stopPropagation();
      giveUp(letGo);
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, [store, giveUp]);
}

/** React Flow knows no other end of a drag than a button that is let go. */
const letGo = () =>
  document.dispatchEvent(new MouseEvent("mouseup", { bubbles: true, view: document.defaultView }));
