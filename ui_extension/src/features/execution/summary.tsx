import { useTranslation } from "react-i18next";
import type { ExecutionDetail } from "@/api/words";
import { Notice } from "@/ui/notice";
import { useFormat } from "@/ui/use-format";

type Props = { execution: ExecutionDetail; onStep: (step: string) => void };

/** What a person has to know first: why it failed, what it waits for, who asked for its end. */
export function Summary({ execution, onStep }: Props) {
  const { t } = useTranslation("execution");
  const { error, failing_step: step } = execution;
  return (
    <>
      {error && (
        <Notice
          title={error.message}
          code={error.code}
          {...(step ? { actions: <StepLink step={step} onStep={onStep} /> } : {})}
        >
          {error.remedy}
        </Notice>
      )}
      {execution.cancelled_by && (
        <Notice tone="info" title={t("cancelledBy", { by: execution.cancelled_by })}>
          {execution.cancel_reason}
        </Notice>
      )}
      {execution.waits.length > 0 && <Waits execution={execution} onStep={onStep} />}
    </>
  );
}

function Waits({ execution, onStep }: Props) {
  const { t } = useTranslation("execution");
  const format = useFormat();
  return (
    <Notice tone="info" title={t("waits", { count: execution.waits.length })}>
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
      </ul>
    </Notice>
  );
}

function StepLink({ step, onStep }: { step: string; onStep: (step: string) => void }) {
  return (
    <button
      type="button"
      className="font-mono text-xs text-accent hover:underline"
      onClick={() => onStep(step)}
    >
      {step}
    </button>
  );
}
