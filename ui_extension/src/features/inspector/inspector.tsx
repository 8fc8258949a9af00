import { memo, useEffect } from "react";
import type { Catalogue } from "@/core/catalogue/activity";
import type { Diagnostic } from "@/core/diagnostics/diagnostic";
import type { Patch } from "@/core/document/patches";
import type { WorkflowDocument, WorkflowNode } from "@/core/document/schema.gen";
import type { Wanted } from "./context";
import { NodePanel } from "./node-panel";
import { usePinsFollowing } from "./pinned";
import { SelectionPanel } from "./selection-panel";
import { preload } from "./use-editor";
import { WorkflowPanel } from "./workflow-panel";

export interface InspectorProps {
  /** What is selected. */
  readonly nodes: readonly WorkflowNode[];
  readonly document: WorkflowDocument;
  readonly catalogue: Catalogue;
  readonly diagnostics: readonly Diagnostic[];
  /** The server has what is on the screen: it can be tried. */
  readonly isSaved: boolean;
  /** A field that shall have the keyboard. */
  readonly wanted?: Wanted | undefined;
  edit(label: string, patches: readonly Patch[], merge?: string): void;
  show(id: string): void;
}

/** The panel beside the canvas: of a node, of several, or of the workflow when nothing is selected. */
export const Inspector = memo(function Inspector(props: InspectorProps) {
  useEffect(preload, []);
  usePinsFollowing(props.document);
  const [node, ...more] = props.nodes;
  if (node !== undefined && more.length === 0) return <NodePanel key={node.id} {...props} node={node} />;
  return node === undefined ? <WorkflowPanel {...props} /> : <SelectionPanel {...props} />;
});
