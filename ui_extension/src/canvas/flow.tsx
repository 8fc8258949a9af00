/**
 * What React Flow can be asked to do. Its own `useReactFlow` draws whoever calls it anew as soon as the view can be moved,
 * and that is in the midst of opening a page; what it gives stays as good as it was. Whoever asks here is left alone.
 */

import { useReactFlow } from "@xyflow/react";
import { createContext, type ReactNode, useContext, useState } from "react";
import type { DrawnEdge, DrawnNode } from "./mapping";

type Flow = Omit<ReturnType<typeof useReactFlow<DrawnNode, DrawnEdge>>, "viewportInitialized">;

const FlowContext = createContext<Flow | null>(null);

/** Within React Flow's own provider. */
export function FlowProvider({ children }: { children: ReactNode }) {
  const now = useReactFlow<DrawnNode, DrawnEdge>();
  const [flow] = useState(now);
  return <FlowContext value={flow}>{children}</FlowContext>;
}

export function useFlow(): Flow {
  const flow = useContext(FlowContext);
  if (flow === null) throw new Error("Not within a canvas");
  return flow;
}
