import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Window } from "@/api/overview";
import type { OverviewBody } from "@/api/schema.gen";
import { StatusIcon } from "@/ui/status-icon";
import { useFormat } from "@/ui/use-format";
import { successRate, total } from "./sums";

type Props = { numbers: OverviewBody; window: Window };

export function Figures({ numbers, window }: Props) {
  const { t } = useTranslation("overview");
  const format = useFormat();
  const rate = successRate(numbers.ended);
  const figures = [
    { key: "ended", value: format.number(total(numbers.ended)), search: { since: window } },
    {
      key: "success",
      value: rate === null ? "–" : format.share(rate),
      search: { since: window, status: "failed" },
    },
    {
      key: "p95",
      value: numbers.p95_ms === null ? "–" : format.duration(numbers.p95_ms),
      search: { since: window },
    },
    {
      key: "running",
      icon: "running",
      value: count(numbers, "running", "queued", "compensating", "cancelling"),
      search: { status: "queued,running" },
    },
    {
      key: "waiting",
      icon: "waiting",
      value: count(numbers, "waiting", "paused"),
      search: { status: "waiting,paused" },
    },
    { key: "stalled", icon: "stalled", value: count(numbers, "stalled"), search: { status: "stalled" } },
  ] as const;
  return (
    <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-6">
      {figures.map((figure) => (
        <li key={figure.key}>
          <Link
            to="/executions"
            search={figure.search}
            className="block rounded-lg border border-line bg-surface p-3 hover:bg-hover"
          >
            <span className="flex items-center gap-1.5 text-xs text-muted">
              {"icon" in figure && <StatusIcon status={figure.icon} sizePx={14} />}
              {t(`figure.${figure.key}`)}
            </span>
            <span className="mt-1 block text-xl font-semibold tabular-nums">{figure.value}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

const count = (numbers: OverviewBody, ...statuses: string[]) =>
  statuses.reduce((sum, status) => sum + (numbers.live[status] ?? 0), 0);
