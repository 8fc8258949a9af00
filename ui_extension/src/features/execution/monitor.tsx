import { useNavigate } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Timeline } from "@/api/words";
import { READ_ONLY } from "@/canvas/actions";
import { WorkflowCanvas } from "@/canvas/workflow-canvas";
import { type Activity, Catalogue } from "@/core/catalogue/activity";
import type { WorkflowDocument } from "@/core/document/schema.gen";
import { type Drawn, drawnOf, foremost } from "./drawn";
import { folded } from "./folded";

type Props = {
  document: WorkflowDocument;
  activities: readonly Activity[];
  timeline: Timeline;
  /** The chosen step's path, and the node that it is a visit of. */
  step: string | undefined;
  node: string | undefined;
  onStep: (step: string | undefined) => void;
  room: { widthPx: number; heightPx: number };
};

/** The workflow as it was drawn, with where each of its steps stands. A step that called another workflow leads there. */
export function Monitor({ document, activities, timeline, step, node, onStep, room }: Props) {
  const { t: word } = useTranslation("ui");
  const navigate = useNavigate();
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map());
  const catalogue = useMemo(() => new Catalogue(activities), [activities]);
  const before = useRef<Drawn>(undefined);
  const drawn = useMemo(() => {
    before.current = drawnOf(
      timeline,
      document,
      (status) => word(`status.${status}` as "status.completed"),
      before.current,
    );
    return before.current;
  }, [timeline, document, word]);
  const present = useRef({ drawn, node, onStep });
  present.current = { drawn, node, onStep };
  const actions = useMemo(
    () => ({
      ...READ_ONLY,
      select([id]: readonly string[]) {
        const now = present.current;
        if (id === now.node) return;
        now.onStep(id === undefined ? undefined : foremost(now.drawn.visits.get(id) ?? [])?.path);
      },
      collapse: (id: string, isCollapsed: boolean) =>
        setFolds((known) => new Map(known).set(id, isCollapsed)),
      open(id: string) {
        const child = foremost(present.current.drawn.visits.get(id) ?? [])?.child;
        if (child) void navigate({ to: "/executions/$id", params: { id: child } });
      },
    }),
    [navigate],
  );
  const shownDocument = useMemo(() => folded(document, folds), [document, folds]);
  const selection = useMemo(() => (node === undefined ? [] : [node]), [node]);
  const focus = useMemo(
    () => (node === undefined ? undefined : { id: node, at: step?.length ?? 0 }),
    [node, step],
  );
  return (
    <WorkflowCanvas
      document={shownDocument}
      catalogue={catalogue}
      shown={drawn.shown}
      ways={drawn.ways}
      actions={actions}
      selection={selection}
      focus={focus}
      room={room}
      isInPage
    />
  );
}
