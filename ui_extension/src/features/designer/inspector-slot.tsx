import type { ComponentType } from "react";
import type { Catalogue } from "@/core/catalogue/activity";
import type { Diagnostic } from "@/core/diagnostics/diagnostic";
import { nodeOf } from "@/core/document/commands/nodes";
import type { Patch } from "@/core/document/patches";
import type { WorkflowDocument, WorkflowNode } from "@/core/document/schema.gen";
import { NodePanel } from "./node-panel";
import { useDesigner } from "./store";

/** What whoever draws the panel beside the canvas is given. All changes go through `edit`, and can be undone. */
export interface InspectorProps {
  readonly node: WorkflowNode;
  readonly document: WorkflowDocument;
  readonly catalogue: Catalogue;
  /** Those about this node. */
  readonly diagnostics: readonly Diagnostic[];
  edit(label: string, patches: readonly Patch[], merge?: string): void;
  /** After a rename: the node goes on under another id. */
  show(id: string): void;
}

/** The selected node's panel; the plain one when no other is given. */
export function InspectorSlot({
  inspector: Inspector = NodePanel,
}: {
  inspector?: ComponentType<InspectorProps> | undefined;
}) {
  const document = useDesigner((state) => state.document);
  const catalogue = useDesigner((state) => state.catalogue);
  const chosen = useDesigner((state) =>
    state.selection.nodes.length === 1 ? state.selection.nodes[0] : undefined,
  );
  const diagnostics = useDesigner((state) => state.diagnostics);
  const edit = useDesigner((state) => state.edit);
  const show = useDesigner((state) => state.show);
  const node = chosen === undefined ? undefined : nodeOf(document, chosen);
  if (node === undefined) return null;
  const own = diagnostics.filter((one) => one.node === node.id);
  return (
    <Inspector
      key={node.id}
      node={node}
      document={document}
      catalogue={catalogue}
      diagnostics={own}
      edit={edit}
      show={show}
    />
  );
}
