import { type ComponentType, Suspense, useDeferredValue, useMemo } from "react";
import type { Catalogue } from "@/core/catalogue/activity";
import type { Diagnostic } from "@/core/diagnostics/diagnostic";
import { nodeOf } from "@/core/document/commands/nodes";
import type { Patch } from "@/core/document/patches";
import type { WorkflowDocument, WorkflowNode } from "@/core/document/schema.gen";
import { useDesigner, type Wanted } from "./store";

/** What whoever draws the panel beside the canvas is given. All changes go through `edit`, and can be undone. */
export interface InspectorProps {
  /** The selected nodes; none: the panel is the workflow's. */
  readonly nodes: readonly WorkflowNode[];
  readonly document: WorkflowDocument;
  readonly catalogue: Catalogue;
  readonly diagnostics: readonly Diagnostic[];
  /** The server has what is on the screen. */
  readonly isSaved: boolean;
  /** A field that shall have the keyboard. */
  readonly wanted?: Wanted | undefined;
  edit(label: string, patches: readonly Patch[], merge?: string): void;
  /** After a rename: the node goes on under another id. */
  show(id: string): void;
}

type Props = { inspector: ComponentType<InspectorProps>; isSaved: boolean };

/**
 * The panel of what is selected. A panel is a large thing to draw, so it follows a selection in slices: what is dragged
 * or clicked does not wait for it. What is typed into it is shown at once.
 */
export function InspectorSlot({ inspector: Inspector, isSaved }: Props) {
  const document = useDesigner((state) => state.document);
  const catalogue = useDesigner((state) => state.catalogue);
  const chosen = useDesigner((state) => state.selection.nodes);
  const diagnostics = useDesigner((state) => state.diagnostics);
  const edit = useDesigner((state) => state.edit);
  const show = useDesigner((state) => state.show);
  const wanted = useDesigner((state) => state.wanted);
  const followed = useDeferredValue(chosen);
  // What was renamed or removed meanwhile has no panel any more.
  const ids = followed.every((id) => nodeOf(document, id) !== undefined) ? followed : chosen;
  const nodes = useMemo(() => ids.flatMap((id) => nodeOf(document, id) ?? []), [ids, document]);
  return (
    // What is typed meanwhile is not for what was selected before.
    <div className="contents" inert={ids !== chosen}>
      <Suspense fallback={null}>
        <Inspector
          nodes={nodes}
          document={document}
          catalogue={catalogue}
          diagnostics={diagnostics}
          isSaved={isSaved}
          wanted={wanted}
          edit={edit}
          show={show}
        />
      </Suspense>
    </div>
  );
}
