import { useTranslation } from "react-i18next";
import type { Window } from "@/api/overview";
import type { OverviewBody } from "@/api/schema.gen";
import { Panel } from "@/ui/page";
import { StackedBars } from "@/ui/stacked-bars";
import { useFormat } from "@/ui/use-format";
import { total } from "./sums";

type Props = { numbers: OverviewBody; window: Window };

/** A day ago it was the same time: only with its day it says which. */
const WHEN = { "1h": "time", "24h": "hour", "7d": "day", "30d": "day" } as const;

export function Throughput({ numbers, window }: Props) {
  const { t } = useTranslation("overview");
  const format = useFormat();
  const when = format[WHEN[window]];
  const parts = [
    { key: "completed", label: t("part.completed"), colour: "var(--success)" },
    { key: "failed", label: t("part.failed"), colour: "var(--danger)" },
    { key: "other", label: t("part.other"), colour: "var(--status-paused)" },
  ];
  const bars = numbers.buckets.map(({ since, ended }) => {
    const [completed, failed] = [ended["completed"] ?? 0, ended["failed"] ?? 0];
    return {
      key: since,
      label: when(since),
      values: { completed, failed, other: total(ended) - completed - failed },
    };
  });
  const label = t("chart", { ended: total(numbers.ended), failed: numbers.ended["failed"] ?? 0 });
  return (
    <Panel
      title={t("throughput")}
      actions={
        <ul className="flex flex-wrap gap-x-3 gap-y-1 text-xs text-muted">
          {parts.map((part) => (
            <li key={part.key} className="flex items-center gap-1">
              <span className="size-2.5 rounded-sm" style={{ background: part.colour }} />
              {part.label}
            </li>
          ))}
        </ul>
      }
    >
      <div className="p-4">
        <StackedBars label={label} parts={parts} bars={bars} />
        <div className="mt-2 flex justify-between text-xs text-muted">
          <span>{when(numbers.since)}</span>
          <span>{when(numbers.until)}</span>
        </div>
      </div>
    </Panel>
  );
}
