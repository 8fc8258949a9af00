import { useTranslation } from "react-i18next";
import { messageOf } from "@/api/codes";
import type { StepBody } from "@/api/schema.gen";
import type { Json } from "@/core/json/json";
import { writeJson } from "@/core/json/write";
import { isOver } from "@/core/status";
import { StatusIcon } from "@/ui/status-icon";

type Props = { id: string; step: StepBody | undefined; status: string };

/** How one step of a test ended: what it gave, or why it failed. */
export function Outcome({ id, step, status }: Props) {
  const { t } = useTranslation("inspector");
  const error = step?.error;
  const rounds = step?.iterations ?? [];
  const done = rounds.filter((one) => isOver(one.status)).length;
  return (
    <section aria-label={t("test.outcome", { id })} className="rounded-md border border-line p-2 text-xs">
      <p className="flex items-center gap-1.5 font-medium" role="status">
        <StatusIcon status={(step?.status ?? status) as never} />
        {id}
        {rounds.length > 0 && (
          <span className="font-normal text-muted tabular-nums">{`${done}/${rounds.length}`}</span>
        )}
        <span className="ml-auto font-normal text-muted">{step?.port ?? ""}</span>
      </p>
      {error && (
        <p className="mt-1 break-words text-danger">
          {messageOf(error)} <code className="text-muted">{error.code}</code>
        </p>
      )}
      {step !== undefined && step.output !== null && (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard
          tabIndex={0}
          className="mt-1 max-h-60 overflow-auto rounded bg-sunken p-1.5 font-mono"
        >
          {writeJson(step.output as Json, 2)}
        </pre>
      )}
    </section>
  );
}
