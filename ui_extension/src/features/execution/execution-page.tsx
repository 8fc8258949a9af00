import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
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
  onStep: (step: string | undefined) => void;
  /** Run the workflow again with this input. */
  onAgain: (execution: ExecutionDetail) => void;
};

type Part = "steps" | "events" | "logs";

export function ExecutionPage({ id, step, onStep, onAgain }: Props) {
  const { t } = useTranslation("execution");
  const [part, setPart] = useState<Part>("steps");
  const detail = useQuery(executionQuery(id));
  const timeline = useQuery(timelineQuery(id));
  useFollow(id, detail.data, timeline.data);
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
  return (
    <Layout
      title={detail.data.workflow}
      about={<About execution={detail.data} />}
      actions={<Actions execution={detail.data} onAgain={onAgain} />}
      first={
        <>
          <Summary execution={detail.data} steps={steps} onStep={onStep} />
          <Tasks execution={detail.data} steps={steps} onStep={onStep} />
        </>
      }
      drawing={
        <MonitorPanel
          execution={detail.data}
          timeline={timeline.data}
          step={step}
          node={chosen?.node}
          onStep={onStep}
        />
      }
      parts={
        <Tabs
          label={t("parts")}
          value={part}
          onChange={setPart}
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
                  />
                </Panel>
              ),
            },
            { key: "events", label: t("tab.events"), content: <EventsTab id={id} onStep={onStep} /> },
            {
              key: "logs",
              label: t("tab.logs"),
              content: <LogsTab execution={detail.data} onStep={onStep} />,
            },
          ]}
        />
      }
      beside={
        <StepPanel execution={detail.data} steps={steps} chosen={step} onClose={() => onStep(undefined)} />
      }
    />
  );
}
