import { Panel, useConnection } from "@xyflow/react";
import type { Catalogue } from "@/core/catalogue/activity";
import type { WorkflowDocument } from "@/core/document/schema.gen";
import { bindingFor } from "@/core/graph/binding";
import { mayConnect, type Refusal } from "@/core/graph/legality";

type Props = {
  document: WorkflowDocument;
  catalogue: Catalogue;
  /** The words for a refusal, and for required fields that nothing fits. */
  refusal: (reason: Refusal) => string;
  unfit: (fields: readonly string[]) => string;
};

/** While an edge is dragged: why it may not end here, or what its target would still lack. */
export function ConnectionHint({ document, catalogue, refusal, unfit }: Props) {
  const over = useConnection((connection) =>
    connection.inProgress && connection.toNode !== null
      ? `${connection.fromNode.id} ${connection.fromHandle.id ?? "out"} ${connection.toNode.id}`
      : null,
  );
  const text = over === null ? null : textOf(over);
  return (
    <Panel position="top-center">
      <div
        role="status"
        className={
          text === null
            ? "sr-only"
            : "rounded-md border border-line bg-surface px-3 py-1.5 text-sm shadow-raised"
        }
      >
        {text}
      </div>
    </Panel>
  );

  function textOf(key: string): string | null {
    const [node = "", port = "out", to = ""] = key.split(" ");
    const verdict = mayConnect(document, catalogue, { node, port }, to);
    if (!verdict.legal) return refusal(verdict.reason);
    const { unbound, offers } = bindingFor(document, catalogue, node, to);
    const lacking = unbound.filter((field) => !offers.some((offer) => offer.field === field));
    return lacking.length === 0 ? null : unfit(lacking);
  }
}
