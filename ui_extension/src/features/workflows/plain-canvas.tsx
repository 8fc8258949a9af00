import { useMemo } from "react";
import { READ_ONLY } from "@/canvas/actions";
import { WorkflowCanvas } from "@/canvas/workflow-canvas";
import { type Activity, Catalogue } from "@/core/catalogue/activity";
import type { WorkflowDocument } from "@/core/document/schema.gen";

type Props = {
  document: WorkflowDocument;
  activities: readonly Activity[];
  onNode: (node: string) => void;
  room: { widthPx: number; heightPx: number };
};

/** A drawing to look at; a node that is opened (twice clicked, or Enter) is told. */
export function PlainCanvas({ document, activities, onNode, room }: Props) {
  const catalogue = useMemo(() => new Catalogue(activities), [activities]);
  const actions = useMemo(() => ({ ...READ_ONLY, open: onNode }), [onNode]);
  return <WorkflowCanvas document={document} catalogue={catalogue} actions={actions} room={room} isInPage />;
}
