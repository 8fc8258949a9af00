import { useTranslation } from "react-i18next";
import type { ExecutionDetail } from "@/api/words";
import { EmptyState } from "@/ui/empty-state";
import { Panel } from "@/ui/page";
import { Value } from "./value";

/** What is known of an execution as a whole, while no step is chosen. */
export function Whole({ execution }: { execution: ExecutionDetail }) {
  const { t } = useTranslation("execution");
  return (
    <Panel title={t("whole")}>
      <div className="flex flex-col gap-4 p-4">
        <Value label={t("input")} value={execution.input} />
        {execution.trigger !== null && <Value label={t("trigger")} value={execution.trigger} />}
        {execution.output !== null && <Value label={t("output")} value={execution.output} />}
        {Object.keys(execution.counts).length === 0 && <EmptyState title={t("noSteps")} />}
        <p className="text-sm text-muted">{t("choose")}</p>
      </div>
    </Panel>
  );
}
