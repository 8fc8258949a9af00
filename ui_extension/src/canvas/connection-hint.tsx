import { type ReactFlowState, useConnection, useStore, useStoreApi } from "@xyflow/react";
import { shallow } from "zustand/shallow";
import type { Catalogue } from "@/core/catalogue/activity";
import type { WorkflowDocument } from "@/core/document/schema.gen";
import type { Refusal } from "@/core/graph/legality";
import { useMark, useMarking } from "./connecting";
import type { DrawnNode } from "./mapping";
import { cardAt } from "./where";

/** Of a line of text, with its padding. */
const HINT_HEIGHT_PX = 32;

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
  const at = useStore((state) => (mark === undefined ? null : aboveOf(state, over ?? "")), shallow);
  const text =
    mark === undefined ? null : mark.kind === "refused" ? refusal(mark.reason) : unfit(mark.fields);
  return (
    <div
      role="status"
      className={
        text === null
          ? "sr-only"
          : "pointer-events-none absolute z-50 w-max max-w-full rounded-md border border-line bg-surface px-2.5 py-1 text-sm shadow-raised"
      }
      // At the left edge of the canvas all of it is right of its place, at the right edge left of it.
      style={at ? { left: at.x, top: at.y, transform: `translate(${-100 * at.share}%, -100%)` } : undefined}
    >
      {text}
    </div>
  );
}

/** In pixels of the canvas, and within it: above the middle of a card. `share` is how far right that is. */
function aboveOf({ nodeLookup, transform, width, height }: ReactFlowState, id: string) {
  const node = nodeLookup.get(id);
  if (node === undefined) return null;
  const [left, top, zoom] = transform;
  const { x, y } = node.internals.positionAbsolute;
  const within = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);
  const middle = within((x + (node.width ?? 0) / 2) * zoom + left, 0, width);
  const share = width === 0 ? 0 : middle / width;
  return { x: middle, y: within(y * zoom + top - 8, HINT_HEIGHT_PX, height), share };
}
