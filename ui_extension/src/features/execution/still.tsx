/**
 * The page as it is seen first: drawn with what a browser reads in a tenth of the time, while the page itself, which can
 * be worked with, is still on its way. Everything is where the page will have it.
 */

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { activitiesQuery } from "@/api/activities";
import { timelineQuery } from "@/api/execution";
import { executionQuery } from "@/api/executions";
import type { ExecutionDetail, Timeline } from "@/api/words";
import { StillCanvas } from "@/canvas/still";
import { type Activity, Catalogue } from "@/core/catalogue/activity";
import { Panel } from "@/ui/page";
import { BELOW_TABS_CLASS, TAB_CLASS, TABS_CLASS } from "@/ui/tab-classes";
import { DrawingFrame, usualRoom } from "./drawing-frame";
import { drawnOf } from "./drawn";
import { Facts } from "./facts";
import { Layout } from "./layout";
import { PARTS, type Part } from "./part";
import { useRowWords } from "./row-words";
import { rowsOf, stepsOf } from "./rows";
import { scaleOf } from "./scale";
import { StillActions } from "./still-actions";
import { Summary } from "./summary";
import { Tasks } from "./tasks";
import { useDocument } from "./use-document";
import { useNames } from "./use-names";
import { LIST_PX, ROW_PX, WaterfallRow } from "./waterfall-row";
import { Whole } from "./whole";

export { loadPage } from "./load-page";
export { partOf } from "./part";
export { prepare as prepareStill } from "./prepare";

const nothing = () => undefined;

type Props = { id: string; step: string | undefined; part: Part };

/** Nothing while its data is not there. */
export function StillExecution({ id, step, part }: Props) {
  const { data: execution } = useQuery(executionQuery(id));
  const { data: timeline } = useQuery(timelineQuery(id));
  if (!execution || !timeline) return null;
  const steps = stepsOf(timeline.steps);
  return (
    <Layout
      execution={execution}
      about={<Facts execution={execution} of={(version) => version} />}
      actions={<StillActions status={execution.status} />}
      first={
        <>
          <Summary execution={execution} steps={steps} onStep={nothing} />
          <Tasks execution={execution} steps={steps} onStep={nothing} />
        </>
      }
      drawing={<StillDrawing execution={execution} timeline={timeline} />}
      parts={
        <StillParts part={part}>
          {part === "steps" && <StillSteps execution={execution} timeline={timeline} chosen={step} />}
        </StillParts>
      }
      beside={step === undefined ? <Whole execution={execution} /> : <Panel title={step}>{null}</Panel>}
    />
  );
}

function StillDrawing({ execution, timeline }: { execution: ExecutionDetail; timeline: Timeline }) {
  const { t: word } = useTranslation("ui");
  const { document, isDraft, isMissing } = useDocument(execution);
  const { data } = useQuery(activitiesQuery());
  const catalogue = useMemo(() => data && new Catalogue(data.activities as unknown as Activity[]), [data]);
  const drawn = useMemo(
    () => document && drawnOf(timeline, document, (status) => word(`status.${status}` as "status.completed")),
    [timeline, document, word],
  );
  return (
    <DrawingFrame isDraft={isDraft && document !== undefined} isMissing={isMissing}>
      {document && drawn && catalogue && (
        <StillCanvas
          document={document}
          catalogue={catalogue}
          shown={drawn.shown}
          ways={drawn.ways}
          room={usualRoom()}
        />
      )}
    </DrawingFrame>
  );
}

function StillParts({ part, children }: { part: Part; children: ReactNode }) {
  const { t } = useTranslation("execution");
  return (
    <>
      <div className={TABS_CLASS}>
        {PARTS.map((one) => (
          <span key={one} className={TAB_CLASS} data-state={one === part ? "active" : undefined}>
            {t(`tab.${one}`)}
          </span>
        ))}
      </div>
      <div className={BELOW_TABS_CLASS}>
        <Panel>{children}</Panel>
      </div>
    </>
  );
}

type StepsProps = { execution: ExecutionDetail; timeline: Timeline; chosen: string | undefined };

function StillSteps({ execution, timeline, chosen }: StepsProps) {
  const words = useRowWords();
  const names = useNames(execution);
  const rows = rowsOf(timeline, new Set(), names);
  const scale = scaleOf(timeline.started_at ?? timeline.created_at, timeline.finished_at, Date.now());
  return (
    <div className="overflow-hidden py-1" style={{ maxHeight: LIST_PX }}>
      <div className="relative" style={{ height: rows.length * ROW_PX }}>
        {rows.slice(0, Math.ceil(LIST_PX / ROW_PX)).map((row, at) => (
          <WaterfallRow
            key={row.key}
            id={`still-${at}`}
            row={row}
            words={words}
            scale={scale}
            topPx={at * ROW_PX}
            heightPx={ROW_PX}
            isChosen={row.key === chosen}
            onChoose={nothing}
            onToggle={nothing}
          />
        ))}
      </div>
    </div>
  );
}
