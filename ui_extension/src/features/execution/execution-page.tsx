import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { timelineQuery } from "@/api/execution";
import { executionQuery } from "@/api/executions";
import { told } from "@/api/problem";
import { useFollow } from "@/api/use-follow";
import type { ExecutionDetail } from "@/api/words";
import { Page, Panel, Skeleton } from "@/ui/page";
import { ProblemNotice } from "@/ui/problem-notice";
import { Tabs } from "@/ui/tabs";
import { About } from "./about";
import { Actions } from "./actions";
import { EventsTab } from "./events-tab";
import { Layout } from "./layout";
import { LogsTab } from "./logs-tab";
import { MonitorPanel } from "./monitor-panel";
import type { Part } from "./part";
import { stepsOf } from "./rows";
import { StepPanel } from "./step-panel";
import { Summary } from "./summary";
import { Tasks } from "./tasks";
import { Waterfall } from "./waterfall";

type Props = {
  /** The execution's id. */
  id: string;
  /** The step that a link points at. */
  step?: string | undefined;
  part: Part;
  onStep: (step: string | undefined) => void;
  onPart: (part: Part) => void;
  /** Run the workflow again with this input. */
  onAgain: (execution: ExecutionDetail) => void;
};

/** So wide, what is known of a step stands beside the steps. */
const BESIDE_PX = 1_024;

export function ExecutionPage({ id, step, part, onStep, onPart, onAgain }: Props) {
  const { t } = useTranslation("execution");
  const detail = useQuery(executionQuery(id));
  const timeline = useQuery(timelineQuery(id));
  useFollow(id, detail.data, timeline.data);
  const beside = useRef<HTMLDivElement>(null);
  const isLooking = useRef(false);
  // Where it stands below all else, it is out of sight.
  useEffect(() => {
    if (step !== undefined && isLooking.current && window.innerWidth < BESIDE_PX)
      beside.current?.scrollIntoView();
    isLooking.current = false;
  }, [step]);
  const steps = useMemo(() => stepsOf(timeline.data?.steps ?? []), [timeline.data]);
  if (!detail.data || !timeline.data) {
    const failed = detail.error ?? timeline.error;
    if (!failed) return <Skeleton lines={8} />;
    const again = () => Promise.all([detail.refetch(), timeline.refetch()]);
    return (
      <Page title={detail.data?.workflow ?? t("title")}>
        <ProblemNotice {...told(failed)} onAgain={again} />
      </Page>
    );
  }
  const chosen = step === undefined ? undefined : steps.get(step);
  const look = (next: string | undefined) => {
    onStep(next);
    isLooking.current = next !== undefined;
  };
  const close = () => {
    onStep(undefined);
    beside.current?.focus({ preventScroll: true });
  };
  return (
    <Layout
      execution={detail.data}
      about={<About execution={detail.data} />}
      actions={<Actions execution={detail.data} onAgain={onAgain} />}
      first={
        <>
          <Summary execution={detail.data} steps={steps} onStep={look} />
          <Tasks execution={detail.data} steps={steps} onStep={look} />
        </>
      }
      drawing={
        <MonitorPanel
          execution={detail.data}
          timeline={timeline.data}
          step={step}
          node={chosen?.node}
          onStep={look}
        />
      }
      parts={
        <Tabs
          label={t("parts")}
          value={part}
          onChange={onPart}
          tabs={[
            {
              key: "steps",
              label: t("tab.steps"),
              content: (
                <Panel>
                  <Waterfall
                    execution={detail.data}
                    timeline={timeline.data}
                    chosen={step}
                    onChoose={onStep}
                    onLook={look}
                  />
                </Panel>
              ),
            },
            { key: "events", label: t("tab.events"), content: <EventsTab id={id} onStep={look} /> },
            {
              key: "logs",
              label: t("tab.logs"),
              content: <LogsTab execution={detail.data} onStep={look} />,
            },
          ]}
        />
      }
      beside={
        <div ref={beside} tabIndex={-1} className="min-w-0 scroll-mt-4 outline-none">
          <StepPanel execution={detail.data} steps={steps} chosen={step} onClose={close} />
        </div>
      }
    />
  );
}
