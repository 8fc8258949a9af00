/** What an edge that is being drawn may lead to. Outside of React: only the cards that are marked are drawn anew. */

import { useConnection } from "@xyflow/react";
import { useEffect } from "react";
import { create } from "zustand";
import type { Catalogue } from "@/core/catalogue/activity";
import type { WorkflowDocument } from "@/core/document/schema.gen";
import { type Mark, marksFrom } from "@/core/graph/targets";

const NONE: ReadonlyMap<string, Mark> = new Map();
const useMarks = create<{ readonly marks: ReadonlyMap<string, Mark> }>(() => ({ marks: NONE }));

export const useMark = (id: string) => useMarks((state) => state.marks.get(id));

/** Reckoned once, when the edge is begun. */
export function useMarking(document: WorkflowDocument, catalogue: Catalogue): void {
  const from = useConnection((connection) =>
    connection.inProgress && connection.fromHandle.type === "source"
      ? `${connection.fromNode.id} ${connection.fromHandle.id ?? "out"}`
      : null,
  );
  useEffect(() => {
    if (from === null) return;
    const [node = "", port = "out"] = from.split(" ");
    useMarks.setState({ marks: marksFrom(document, catalogue, { node, port }) });
    return () => useMarks.setState({ marks: NONE });
  }, [from, document, catalogue]);
}
