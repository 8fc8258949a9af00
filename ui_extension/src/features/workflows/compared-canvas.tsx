import { useMemo } from "react";
import type { Change } from "@/api/words";
import { READ_ONLY } from "@/canvas/actions";
import type { Shown, Way } from "@/canvas/mapping";
import { WorkflowCanvas } from "@/canvas/workflow-canvas";
import { type Activity, Catalogue } from "@/core/catalogue/activity";
import { overlaid } from "@/core/document/overlay";
import { edgeKey } from "@/core/document/patches";
import type { WorkflowDocument } from "@/core/document/schema.gen";
import { nodeOf } from "./node-of";

type Props = {
  before: WorkflowDocument;
  after: WorkflowDocument;
  activities: readonly Activity[];
  changes: readonly Change[];
  chosen: string | undefined;
  onChoose: (node: string | undefined) => void;
  room: { widthPx: number; heightPx: number };
};

/** Both versions in one drawing: what was added, removed and changed is marked. */
export function ComparedCanvas({ before, after, activities, changes, chosen, onChoose, room }: Props) {
  const catalogue = useMemo(() => new Catalogue(activities), [activities]);
  const document = useMemo(() => overlaid(before, after), [before, after]);
  const { shown, ways } = useMemo(() => marksOf(changes), [changes]);
  const actions = useMemo(
    () => ({ ...READ_ONLY, select: ([id]: readonly string[]) => onChoose(id) }),
    [onChoose],
  );
  const selection = useMemo(() => (chosen === undefined ? [] : [chosen]), [chosen]);
  const focus = useMemo(() => (chosen === undefined ? undefined : { id: chosen, at: 0 }), [chosen]);
  return (
    <WorkflowCanvas
      document={document}
      catalogue={catalogue}
      shown={shown}
      ways={ways}
      actions={actions}
      selection={selection}
      focus={focus}
      room={room}
      isInPage
    />
  );
}

function marksOf(changes: readonly Change[]) {
  const shown = new Map<string, Shown>();
  const ways = new Map<string, Way>();
  for (const change of changes) {
    const { thing, verb, name, key } = change;
    const node = nodeOf(change);
    // A part of a node that was added is a change of the node.
    if (node !== undefined) shown.set(node, { change: key === null ? verb : "changed" });
    if (thing === "edge") {
      const [from = "", to = ""] = name.split(" -> ");
      ways.set(edgeKey({ from, to }), verb);
    }
  }
  return { shown, ways };
}
