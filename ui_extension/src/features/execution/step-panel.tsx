import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ExecutionDetail, Step } from "@/api/words";
import { isOver } from "@/core/status";
import { IconButton } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { Panel } from "@/ui/page";
import { Status } from "@/ui/status";
import { Attempts } from "./attempts";
import { Evaluated } from "./evaluated";
import { LogLines } from "./log-lines";
import { RestartFrom } from "./restart-from";
import { useRemedy } from "./use-remedy";
import { Value } from "./value";
import { Whole } from "./whole";

const LOG_PX = 320;

type Props = { execution: ExecutionDetail; step: Step | undefined; onClose: () => void };

/** What is known of one step; without one, of the whole execution. */
export function StepPanel({ execution, step, onClose }: Props) {
  const { t } = useTranslation("execution");
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
      <div className="flex flex-col gap-4 p-4">
        <Facts step={step} />
        {isOver(execution.status) && <RestartFrom execution={execution} step={step} />}
        {step.error && (
          <Notice title={step.error.message} code={step.error.code}>
            {remedy}
          </Notice>
        )}
        {step.started_at && <Value label={t("input")} value={step.input} />}
        <Evaluated execution={execution} step={step} />
        {step.finished_at && step.port && <Value label={t("output")} value={step.output} />}
        <Attempts step={step} />
        <section>
          <h3 className="mb-1 text-xs font-medium text-muted">{t("tab.logs")}</h3>
          <LogLines execution={execution} step={step.path} mostPx={LOG_PX} />
        </section>
      </div>
    </Panel>
  );
}

function Facts({ step }: { step: Step }) {
  const { t } = useTranslation("execution");
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
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
