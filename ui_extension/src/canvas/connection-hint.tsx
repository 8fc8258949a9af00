import { useConnection, useStore, useStoreApi, ViewportPortal } from "@xyflow/react";
import type { Catalogue } from "@/core/catalogue/activity";
import type { WorkflowDocument } from "@/core/document/schema.gen";
import type { Refusal } from "@/core/graph/legality";
import { useMark, useMarking } from "./connecting";
import type { DrawnNode } from "./mapping";
import { cardAt } from "./where";

type Props = {
  document: WorkflowDocument;
  catalogue: Catalogue;
  /** The words for a refusal, and for required fields that nothing fits. */
  refusal: (reason: Refusal) => string;
  unfit: (fields: readonly string[]) => string;
};

/** While an edge is dragged: above its target, why it may not end there, or what would still be lacking. */
export function ConnectionHint({ document, catalogue, refusal, unfit }: Props) {
  useMarking(document, catalogue);
  const store = useStoreApi<DrawnNode>();
  const over = useConnection((connection) =>
    connection.inProgress
      ? (connection.toNode?.id ?? cardAt(store.getState().nodeLookup, connection.to))
      : null,
  );
  const mark = useMark(over ?? "");
  const zoom = useStore((state) => (mark === undefined ? 1 : state.transform[2]));
  const at = useStore((state) => {
    const node = mark === undefined ? undefined : state.nodeLookup.get(over ?? "");
    return node?.internals.positionAbsolute;
  });
  const text =
    mark === undefined ? null : mark.kind === "refused" ? refusal(mark.reason) : unfit(mark.fields);
  return (
    <ViewportPortal>
      <div
        role="status"
        className={
          text === null
            ? "sr-only"
            : "pointer-events-none absolute z-50 w-max origin-bottom-left rounded-md border border-line bg-surface px-2.5 py-1 text-sm shadow-raised"
        }
        style={at && { left: at.x, top: at.y - 8 / zoom, transform: `translateY(-100%) scale(${1 / zoom})` }}
      >
        {text}
      </div>
    </ViewportPortal>
  );
}
