import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { messageOf } from "@/api/codes";
import type { ExecutionDetail, Step } from "@/api/words";
import { isOver } from "@/core/status";
import { IconButton } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { Panel } from "@/ui/page";
import { Status } from "@/ui/status";
import { Attempts } from "./attempts";
import { Conditions } from "./conditions";
import { Evaluated } from "./evaluated";
import { IterationPart } from "./iteration-part";
import { LogLines } from "./log-lines";
import { iterationOf } from "./recorded";
import { RestartFrom } from "./restart-from";
import { useRemedy } from "./use-remedy";
import { useTitles } from "./use-titles";
import { Value } from "./value";
import { Whole } from "./whole";

const LOG_PX = 320;

type Props = {
  execution: ExecutionDetail;
  /** Every step by its path. */
  steps: ReadonlyMap<string, Step>;
  /** What is chosen: a step's path, or an iteration's scope. */
  chosen: string | undefined;
  onClose: () => void;
};

/** What is known of one step, or of one time through a loop; without one, of the whole execution. */
export function StepPanel({ execution, steps, chosen, onClose }: Props) {
  const { t } = useTranslation("execution");
  const step = chosen === undefined ? undefined : steps.get(chosen);
  const iteration = chosen === undefined ? undefined : iterationOf(chosen, steps);
  const titleOf = useTitles(execution);
  const remedy = useRemedy(execution, step, step?.error ?? null);
  if (!step) return <Whole execution={execution} />;
  return (
    <Panel
      title={step.path}
      actions={
        <IconButton label={t("closeStep")} onClick={onClose}>
          <X size={16} aria-hidden />
        </IconButton>
      }
    >
      {iteration ? (
        <div className="flex flex-col gap-4 p-4">
          <IterationPart iteration={iteration}>
            <Conditions execution={execution} steps={steps} step={step} iteration={iteration} />
          </IterationPart>
        </div>
      ) : (
        <div className="flex flex-col gap-4 p-4">
          <Facts step={step} title={titleOf(step.node)} />
          {isOver(execution.status) && <RestartFrom execution={execution} step={step} />}
          {step.error && (
            <Notice title={messageOf(step.error)} code={step.error.code}>
              {remedy}
            </Notice>
          )}
          <Conditions execution={execution} steps={steps} step={step} />
          {step.started_at && step.input !== null && <Value label={t("input")} value={step.input} />}
          <Evaluated execution={execution} step={step} />
          {step.finished_at && step.port && <Value label={t("output")} value={step.output} />}
          <Attempts step={step} />
          <section>
            <h3 className="mb-1 text-xs font-medium text-muted">{t("tab.logs")}</h3>
            <LogLines execution={execution} step={step.path} mostPx={LOG_PX} />
          </section>
        </div>
      )}
    </Panel>
  );
}

function Facts({ step, title }: { step: Step; title: string | undefined }) {
  const { t } = useTranslation("execution");
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      {title && <strong className="basis-full font-medium">{title}</strong>}
      <Status status={step.status} />
      {step.port && <span className="text-muted">{t("port", { port: step.port })}</span>}
      {step.reused_from && (
        <Link to="/executions/$id" params={{ id: step.reused_from }} className="text-accent hover:underline">
          {t("reused")}
        </Link>
      )}
      {step.child && (
        <Link to="/executions/$id" params={{ id: step.child }} className="text-accent hover:underline">
          {t("child", { workflow: step.child_workflow ?? "" })}
        </Link>
      )}
    </p>
  );
}
