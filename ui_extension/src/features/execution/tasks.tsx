import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { messageOf } from "@/api/codes";
import { type Decision, useResolve } from "@/api/execution";
import { told } from "@/api/problem";
import type { ExecutionDetail, Step, Task } from "@/api/words";
import { Button } from "@/ui/button";
import { Few } from "@/ui/few";
import { Notice } from "@/ui/notice";
import { ProblemNotice } from "@/ui/problem-notice";
import { StepLink } from "./step-link";
import { useTitles } from "./use-titles";

const FEW = 3;

type Props = {
  execution: ExecutionDetail;
  /** Every step by its path. */
  steps: ReadonlyMap<string, Step>;
  onStep: (step: string) => void;
};

/** Questions to a person that are open: about which step, and each with the answers that it takes. */
export function Tasks({ execution, steps, onStep }: Props) {
  const titleOf = useTitles(execution);
  return (
    <Few items={execution.tasks} few={FEW}>
      {(shown) =>
        shown.map((task) => (
          <Question
            key={task.task}
            id={execution.id}
            task={task}
            about={<StepLink step={task.step} title={titleOf(steps.get(task.step)?.node)} onStep={onStep} />}
          />
        ))
      }
    </Few>
  );
}

function Question({ id, task, about }: { id: string; task: Task; about: ReactNode }) {
  const { t } = useTranslation("execution");
  const [comment, setComment] = useState("");
  const resolve = useResolve(id);
  const decide = (decision: string) =>
    resolve.mutate({ step: task.step, decision: decision as Decision, comment: comment || null });
  return (
    <Notice tone="warning" title={task.title || t("question", { step: task.step })} code={task.error?.code}>
      <p>{about}</p>
      {task.error && task.error.message !== task.title && <p>{messageOf(task.error)}</p>}
      <label className="mt-2 flex flex-col gap-1 text-xs text-muted">
        {t("comment")}
        <input
          className="h-8 rounded-md border border-line-control bg-surface px-2 text-sm text-text"
          value={comment}
          maxLength={2_000}
          onChange={(event) => setComment(event.target.value)}
        />
      </label>
      <div className="mt-2 flex flex-wrap gap-2">
        {task.options.map((option) => (
          <Button key={option} isBusy={resolve.isPending} onClick={() => decide(option)}>
            {t(`decision.${option}` as "decision.retry")}
          </Button>
        ))}
      </div>
      {resolve.error && <ProblemNotice {...told(resolve.error)} />}
    </Notice>
  );
}
