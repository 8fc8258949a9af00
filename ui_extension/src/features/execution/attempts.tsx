import { useTranslation } from "react-i18next";
import { messageOf } from "@/api/codes";
import type { Step } from "@/api/words";
import { useFormat } from "@/ui/use-format";
import { retryAhead } from "./pieces";

/** Every try with its outcome, what was waited for, and what was decided. */
export function Attempts({ step }: { step: Step }) {
  const { t } = useTranslation("execution");
  const format = useFormat();
  const isTold = step.attempts.length > 1 || step.attempts.some((one) => one.error || one.retry_at);
  const isPlain = !isTold && step.waits.length === 0 && step.decisions.length === 0;
  const next = retryAhead(step);
  if (isPlain) return null;
  return (
    <section>
      <h3 className="mb-1 text-xs font-medium text-muted">{t("attempts")}</h3>
      <ol className="flex flex-col gap-1.5 text-sm">
        {step.attempts.map((attempt, at) => (
          <li key={`${attempt.generation}.${attempt.number}`}>
            <span className="font-medium">{t("attempt", { number: attempt.number })}</span>{" "}
            {t(`outcome.${attempt.outcome}` as "outcome.completed")}
            <span className="text-muted"> · {format.moment(attempt.started_at)}</span>
            {attempt.error && (
              <span className="block text-danger">
                <bdi>{messageOf(attempt.error)}</bdi>
              </span>
            )}
            {at < step.attempts.length - 1 && attempt.delay_ms !== null && (
              <span className="block text-muted">
                {t("again", { delay: format.duration(attempt.delay_ms) })}
              </span>
            )}
          </li>
        ))}
        {next && <li className="text-muted">{t("next", { moment: format.moment(next) })}</li>}
        {step.waits.map((wait) => (
          <li key={wait.since} className="text-muted">
            {t(`wait.${wait.kind}` as "wait.timer")} · {format.moment(wait.since)}
          </li>
        ))}
        {step.decisions.map((decision) => (
          <li key={decision.at}>
            {t("decided", { by: decision.by ?? t("policy") })}{" "}
            {t(`decision.${decision.decision}` as "decision.retry")}
            {decision.comment && <span className="block text-muted">{decision.comment}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}
