import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { RecentBody as Recent } from "@/api/schema.gen";
import { Ago } from "@/ui/ago";
import { Badge } from "@/ui/badge";
import { Sparkline } from "@/ui/sparkline";
import { Table } from "@/ui/table";
import type { Row } from "./rows";

type Props = {
  rows: readonly Row[];
  /** By name, as far as it is known. */
  recent: ReadonlyMap<string, readonly Recent[]>;
  onLabel: (text: string) => void;
};

export function WorkflowsTable({ rows, recent, onLabel }: Props) {
  const { t } = useTranslation("workflows");
  return (
    <Table
      label={t("title")}
      rows={rows}
      keyOf={(row) => row.name}
      columns={[
        {
          key: "title",
          label: t("column.workflow"),
          cell: (row) => (
            <Link
              to="/workflows/$name"
              params={{ name: row.name }}
              className="group block max-w-md min-w-40 wrap-anywhere"
            >
              <span className="font-medium group-hover:underline">{row.title}</span>
              <span className="block text-xs text-muted">{row.name}</span>
            </Link>
          ),
        },
        {
          key: "labels",
          label: t("column.labels"),
          isExtra: true,
          cell: (row) => (
            <div className="flex flex-wrap gap-1">
              {Object.entries(row.labels).map(([key, value]) => (
                <button
                  key={key}
                  type="button"
                  className="min-h-6"
                  onClick={() => onLabel(`${key}:${value}`)}
                >
                  <Badge>{`${key}: ${value}`}</Badge>
                </button>
              ))}
            </div>
          ),
        },
        {
          key: "recent",
          label: t("column.recent"),
          cell: (row) => {
            const known = row.version === null ? [] : recent.get(row.name);
            return known && <Recently recent={known} />;
          },
        },
        {
          key: "version",
          label: t("column.version"),
          cell: (row) => (
            <div className="flex flex-wrap gap-1">
              {row.version && <Badge>{row.version}</Badge>}
              {row.hasDraft && <Badge tone="accent">{t("draft")}</Badge>}
            </div>
          ),
        },
        {
          key: "changed",
          label: t("column.changed"),
          isExtra: true,
          cell: (row) => <Ago at={row.changedAt} className="whitespace-nowrap text-muted" />,
        },
      ]}
    />
  );
}

const lengthMs = (one: Recent) =>
  (one.finished_at ? new Date(one.finished_at).getTime() : Date.now()) - new Date(one.created_at).getTime();

function Recently({ recent }: { recent: readonly Recent[] }) {
  const { t } = useTranslation("workflows");
  if (!recent.length) return <span className="text-xs text-muted">{t("never")}</span>;
  const longest = Math.max(...recent.map(lengthMs), 1);
  const bars = recent
    .map((one) => ({ key: one.id, status: one.status, height: lengthMs(one) / longest }))
    .reverse();
  const failed = recent.filter((one) => one.status === "failed").length;
  return <Sparkline bars={bars} label={t("recently", { count: recent.length, failed })} />;
}
