import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useWorkflowTitles } from "@/api/use-titles";
import type { Execution } from "@/api/words";
import { Ago } from "@/ui/ago";
import { Badge } from "@/ui/badge";
import { ModeBadge } from "@/ui/mode-badge";
import { Status } from "@/ui/status";
import { Table } from "@/ui/table";
import { useFormat } from "@/ui/use-format";

const TAIL = 8;

export function ExecutionsTable({ items }: { items: readonly Execution[] }) {
  const { t } = useTranslation("executions");
  const format = useFormat();
  const titleOf = useWorkflowTitles();
  const lengthMs = (one: Execution) =>
    one.finished_at ? new Date(one.finished_at).getTime() - new Date(one.created_at).getTime() : null;
  return (
    <Table
      label={t("title")}
      rows={items}
      keyOf={(one) => one.id}
      columns={[
        {
          key: "status",
          label: t("column.status"),
          cell: (one) => <Status status={one.status} />,
        },
        {
          key: "workflow",
          label: t("column.workflow"),
          cell: (one) => (
            <span>
              <Link
                to="/executions/$id"
                params={{ id: one.id }}
                className="line-clamp-2 [display:-webkit-inline-box] align-bottom font-medium wrap-anywhere hover:underline"
              >
                {titleOf(one.workflow)}
              </Link>{" "}
              <span className="text-xs whitespace-nowrap text-muted">…{one.id.slice(-TAIL)}</span>
              <span className="ml-1.5">
                <ModeBadge mode={one.mode} />
              </span>
            </span>
          ),
        },
        {
          key: "search",
          label: t("column.about"),
          isExtra: true,
          cell: (one) => (
            <span className="flex flex-wrap gap-1">
              {one.error_code && <Badge tone="danger">{one.error_code}</Badge>}
              {Object.entries(one.search).map(([name, value]) => (
                <Badge key={name}>{`${name}: ${String(value)}`}</Badge>
              ))}
            </span>
          ),
        },
        {
          key: "begun",
          label: t("column.begun"),
          cell: (one) => <Ago at={one.created_at} className="whitespace-nowrap text-muted" />,
        },
        {
          key: "length",
          label: t("column.length"),
          isNumber: true,
          isExtra: true,
          cell: (one) => {
            const ms = lengthMs(one);
            return ms === null ? "–" : format.duration(ms);
          },
        },
      ]}
    />
  );
}
