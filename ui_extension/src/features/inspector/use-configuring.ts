import { useCallback, useRef } from "react";
import { type HeldNames, withEdges } from "@/core/document/commands/ports";
import type { WorkflowNode } from "@/core/document/schema.gen";
import type { InspectorProps } from "./inspector";

const NONE: HeldNames = new Map();

/** Edits of a node that its edges follow where they rename its ports. Always the same function. */
export function useConfiguring(props: InspectorProps, node: WorkflowNode): InspectorProps["edit"] {
  const held = useRef(NONE);
  const present = useRef(props);
  present.current = props;
  return useCallback(
    (label, patches, merge) => {
      const { document, catalogue, edit } = present.current;
      const followed = withEdges(document, node.id, patches, catalogue.get(node.type), held.current);
      held.current = followed.held;
      edit(label, followed.patches, merge);
    },
    [node.id, node.type],
  );
}
