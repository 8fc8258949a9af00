import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Window } from "@/api/overview";
import type { OverviewBody, WorkflowNumbersBody } from "@/api/schema.gen";
import { useWorkflowTitles } from "@/api/use-titles";
import { Panel } from "@/ui/page";
import { Table } from "@/ui/table";
import { useFormat } from "@/ui/use-format";
import { successRate, total } from "./sums";

type Props = { numbers: OverviewBody; window: Window };

const trouble = (one: WorkflowNumbersBody) => (one.ended["failed"] ?? 0) + (one.live["stalled"] ?? 0);

/** Each workflow, those in trouble first. */
export function WorkflowNumbers({ numbers, window }: Props) {
  const { t } = useTranslation("overview");
  const format = useFormat();
  const titleOf = useWorkflowTitles();
  const rows = [...numbers.workflows].sort(
    (one, other) => trouble(other) - trouble(one) || total(other.ended) - total(one.ended),
  );
  return (
    <Panel title={t("workflows")}>
      <Table
        label={t("workflows")}
        rows={rows}
        keyOf={(row) => row.workflow}
        columns={[
          {
            key: "workflow",
            label: t("column.workflow"),
            cell: (row) => (
              <Link
                to="/workflows/$name"
                params={{ name: row.workflow }}
                className="line-clamp-2 [display:-webkit-inline-box] align-bottom font-medium wrap-anywhere hover:underline"
              >
                {titleOf(row.workflow)}
              </Link>
            ),
          },
          {
            key: "live",
            label: t("column.live"),
            isNumber: true,
            cell: (row) => format.number(total(row.live)),
          },
          {
            key: "ended",
            label: t("column.ended"),
            isNumber: true,
            cell: (row) => format.number(total(row.ended)),
          },
          {
            key: "failed",
            label: t("column.failed"),
            isNumber: true,
            cell: (row) =>
              row.ended["failed"] ? (
                <Link
                  to="/executions"
                  search={{ workflow: row.workflow, status: "failed", mode: "live", ended: window }}
                  className="font-medium text-danger underline"
                >
                  {format.number(row.ended["failed"])}
                </Link>
              ) : (
                "0"
              ),
          },
          {
            key: "rate",
            label: t("column.rate"),
            isNumber: true,
            isExtra: true,
            cell: (row) => {
              const rate = successRate(row.ended);
              return rate === null ? "–" : format.share(rate);
            },
          },
          {
            key: "p95",
            label: t("column.p95"),
            isNumber: true,
            isExtra: true,
            cell: (row) => (row.p95_ms === null ? "–" : format.duration(row.p95_ms)),
          },
        ]}
      />
    </Panel>
  );
}
