import { useTranslation } from "react-i18next";
import type { ExecutionDetail, Step } from "@/api/words";
import { isOver } from "@/core/status";
import { Notice } from "@/ui/notice";
import { useFormat } from "@/ui/use-format";
import { retryAhead } from "./pieces";
import { StepLink } from "./step-link";
import { useRemedy } from "./use-remedy";

type Props = {
  execution: ExecutionDetail;
  /** Every step by its path. */
  steps: ReadonlyMap<string, Step>;
  onStep: (step: string) => void;
};

/** What a person has to know first: why it failed, what it waits for, who asked for its end. */
export function Summary({ execution, steps, onStep }: Props) {
  const { t } = useTranslation("execution");
  const { error, failing_step: step } = execution;
  const remedy = useRemedy(execution, step ? steps.get(step) : undefined, error);
  return (
    <>
      {error && (
        <Notice
          title={error.message}
          code={error.code}
          {...(step ? { actions: <StepLink step={step} onStep={onStep} /> } : {})}
        >
          {remedy}
        </Notice>
      )}
      {execution.cancelled_by && (
        <Notice tone="info" title={t("cancelledBy", { by: execution.cancelled_by })}>
          {execution.cancel_reason}
        </Notice>
      )}
      <Waits execution={execution} steps={steps} onStep={onStep} />
    </>
  );
}

function Waits({ execution, steps, onStep }: Props) {
  const { t } = useTranslation("execution");
  const format = useFormat();
  const retries = retriesOf(steps);
  const count = execution.waits.length + retries.length;
  const told = [...execution.waits.map((wait) => wait.until), ...retries.map(([, at]) => at)];
  const wakes = isOver(execution.status) || told.includes(execution.wake_at) ? null : execution.wake_at;
  if (count === 0 && !wakes) return null;
  return (
    <Notice tone="info" title={count > 0 ? t("waits", { count }) : t("sleeps")}>
      <ul className="flex flex-col gap-1">
        {execution.waits.map((wait) => (
          <li key={`${wait.step}:${wait.kind}`} className="flex flex-wrap gap-x-2">
            <StepLink step={wait.step} onStep={onStep} />
            <span className="text-muted">
              {t(`wait.${wait.kind}` as "wait.timer")}
              {wait.until && ` · ${t("until", { moment: format.moment(wait.until) })}`}
            </span>
          </li>
        ))}
        {retries.map(([step, at]) => (
          <li key={step} className="flex flex-wrap gap-x-2">
            <StepLink step={step} onStep={onStep} />
            <span className="text-muted">{t("next", { moment: format.moment(at) })}</span>
          </li>
        ))}
      </ul>
      {wakes && <p className="text-muted">{t("wakes", { moment: format.moment(wakes) })}</p>}
    </Notice>
  );
}

/** Steps whose next try lies ahead, with when. */
const retriesOf = (steps: ReadonlyMap<string, Step>) =>
  [...new Set(steps.values())].flatMap((step) => {
    const at = retryAhead(step);
    return at === null ? [] : [[step.path, at] as const];
  });
