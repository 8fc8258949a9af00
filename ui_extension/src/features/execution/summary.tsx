import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { messageOf } from "@/api/codes";
import type { ExecutionDetail, Step } from "@/api/words";
import { isOver } from "@/core/status";
import { Few } from "@/ui/few";
import { Notice } from "@/ui/notice";
import { useFormat } from "@/ui/use-format";
import { retryAhead } from "./pieces";
import { StepLink } from "./step-link";
import { useRemedy } from "./use-remedy";
import { useTitles } from "./use-titles";

const FEW = 5;

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
  const titleOf = useTitles(execution);
  const remedy = useRemedy(execution, step ? steps.get(step) : undefined, error);
  return (
    <>
      {error && (
        <Notice
          title={messageOf(error)}
          code={error.code}
          {...(step && {
            actions: <StepLink step={step} title={titleOf(steps.get(step)?.node)} onStep={onStep} />,
          })}
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
  const titleOf = useTitles(execution);
  const retries = useMemo(() => retriesOf(steps), [steps]);
  const waits = [
    ...execution.waits.map(({ step, kind, until }) => ({
      key: `${step}:${kind}`,
      step,
      text: `${t(`wait.${kind}` as "wait.timer")}${until ? ` · ${t("until", { moment: format.moment(until) })}` : ""}`,
    })),
    ...retries.map(([step, at]) => ({
      key: step,
      step,
      text: t("next", { moment: format.moment(at) }),
    })),
  ];
  const count = waits.length;
  const told = [...execution.waits.map((wait) => wait.until), ...retries.map(([, at]) => at)];
  const wakes = isOver(execution.status) || told.includes(execution.wake_at) ? null : execution.wake_at;
  if (count === 0 && !wakes) return null;
  return (
    <Notice tone="info" title={count > 0 ? t("waits", { count }) : t("sleeps")}>
      <Few items={waits} few={FEW}>
        {(shown) => (
          <ul className="flex flex-col gap-1">
            {shown.map(({ key, step, text }) => (
              <li key={key} className="flex flex-wrap gap-x-2">
                <StepLink step={step} title={titleOf(steps.get(step)?.node)} onStep={onStep} />
                <span className="text-muted">{text}</span>
              </li>
            ))}
          </ul>
        )}
      </Few>
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
