import { useQuery } from "@tanstack/react-query";
import { GitCompare, RotateCcw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { told } from "@/api/problem";
import type { Version } from "@/api/words";
import { useRollBack, versionsQuery } from "@/api/workflows";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { EmptyState } from "@/ui/empty-state";
import { FormDialog } from "@/ui/form-dialog";
import { Panel, Skeleton } from "@/ui/page";
import { ProblemNotice } from "@/ui/problem-notice";
import { Table } from "@/ui/table";
import { notify } from "@/ui/toast-store";
import { useFormat } from "@/ui/use-format";
import { Comparison } from "./comparison";

export function VersionsTab({ name, hasDraft }: { name: string; hasDraft: boolean }) {
  const { t } = useTranslation("workflows");
  const format = useFormat();
  const versions = useQuery({ ...versionsQuery(name), retry: false });
  const [compared, setCompared] = useState<{ before: string; after: string }>();
  const [back, setBack] = useState<Version>();
  if (versions.isPending) return <Skeleton />;
  if (versions.isLoadingError) return <ProblemNotice {...told(versions.error)} />;
  const rows = versions.data;
  if (!rows.length) {
    return (
      <Panel>
        <EmptyState title={t("noVersions")}>{t("noVersionsHint")}</EmptyState>
      </Panel>
    );
  }
  const named = (version: string) => (version === "draft" ? t("draft") : version);
  const after = (at: number) => (at === 0 ? (hasDraft ? "draft" : undefined) : rows[at - 1]?.version);
  return (
    <Panel>
      <Table
        label={t("tab.versions")}
        rows={rows}
        keyOf={(row) => row.version}
        columns={[
          {
            key: "version",
            label: t("column.version"),
            cell: (row) => (
              <span className="flex gap-1.5">
                <span className="font-medium">{row.version}</span>
                {row.is_current && <Badge tone="success">{t("current")}</Badge>}
              </span>
            ),
          },
          {
            key: "note",
            label: t("column.note"),
            cell: (row) => (
              <span className="block break-words whitespace-pre-line text-muted">{row.note || "–"}</span>
            ),
          },
          {
            key: "at",
            label: t("column.published"),
            isExtra: true,
            cell: (row) => <time dateTime={row.published_at}>{format.moment(row.published_at)}</time>,
          },
          { key: "by", label: t("column.by"), isExtra: true, cell: (row) => row.published_by },
          {
            key: "do",
            label: t("column.actions"),
            cell: (row) => {
              const next = after(rows.indexOf(row));
              return (
                <span className="flex gap-1">
                  {next && (
                    <Button
                      look="quiet"
                      icon={<GitCompare size={14} aria-hidden />}
                      onClick={() => setCompared({ before: row.version, after: next })}
                    >
                      {t("compareWith", { version: named(next) })}
                    </Button>
                  )}
                  {!row.is_current && (
                    <Button
                      look="quiet"
                      icon={<RotateCcw size={14} aria-hidden />}
                      onClick={() => setBack(row)}
                    >
                      {t("rollback.button")}
                    </Button>
                  )}
                </span>
              );
            },
          },
        ]}
      />
      {compared && (
        <Dialog
          isOpen
          size="wide"
          onClose={() => setCompared(undefined)}
          title={t("compared", { before: compared.before, after: named(compared.after) })}
        >
          <Comparison name={name} {...compared} />
        </Dialog>
      )}
      {back && <RollBack name={name} version={back.version} onClose={() => setBack(undefined)} />}
    </Panel>
  );
}

function RollBack({ name, version, onClose }: { name: string; version: string; onClose: () => void }) {
  const { t } = useTranslation("workflows");
  const rollBack = useRollBack(name);
  const onSuccess = () => {
    notify({ tone: "success", title: t("rollback.done", { version }) });
    onClose();
  };
  return (
    <FormDialog
      title={t("rollback.title", { version })}
      about={t("rollback.about")}
      submit={t("rollback.button")}
      isBusy={rollBack.isPending}
      problem={rollBack.error && told(rollBack.error)}
      onSubmit={() => rollBack.mutate({ version }, { onSuccess })}
      onClose={onClose}
    />
  );
}
