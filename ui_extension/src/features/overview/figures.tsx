import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Window } from "@/api/overview";
import type { OverviewBody } from "@/api/schema.gen";
import { StatusIcon } from "@/ui/status-icon";
import { useFormat } from "@/ui/use-format";
import { successRate, total } from "./sums";

type Props = { numbers: OverviewBody; window: Window };

/** What a figure counts; its link leads to just these. */
const COUNTED = {
  ended: ["completed", "failed", "cancelled", "compensated"],
  success: ["completed", "failed", "compensated"],
  p95: ["completed", "failed", "cancelled", "compensated"],
  running: ["queued", "running", "cancelling", "compensating"],
  waiting: ["waiting", "paused"],
  stalled: ["stalled"],
} as const;

export function Figures({ numbers, window }: Props) {
  const { t } = useTranslation("overview");
  const format = useFormat();
  const rate = successRate(numbers.ended);
  const live = (key: "running" | "waiting" | "stalled") => ({
    key,
    icon: key,
    value: format.number(COUNTED[key].reduce((sum, status) => sum + (numbers.live[status] ?? 0), 0)),
  });
  const figures = [
    { key: "ended", ended: window, value: format.number(total(numbers.ended)) },
    { key: "success", ended: window, value: rate === null ? "–" : format.share(rate) },
    {
      key: "p95",
      ended: window,
      value: numbers.p95_ms === null ? "–" : format.duration(numbers.p95_ms),
    },
    live("running"),
    live("waiting"),
    live("stalled"),
  ] as const;
  return (
    <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-6">
      {figures.map((figure) => (
        <li key={figure.key}>
          <Link
            to="/executions"
            search={{
              status: COUNTED[figure.key].join(","),
              mode: "live",
              ...("ended" in figure && { ended: figure.ended }),
            }}
            className="flex h-full flex-col justify-between gap-1 rounded-lg border border-line bg-surface p-3 hover:bg-hover"
          >
            <span className="flex items-center gap-1.5 text-xs text-muted">
              {"icon" in figure && <StatusIcon status={figure.icon} sizePx={14} />}
              {t(`figure.${figure.key}`)}
            </span>
            <span className="text-xl font-semibold tabular-nums">{figure.value}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
