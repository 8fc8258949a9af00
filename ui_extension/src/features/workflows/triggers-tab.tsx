import { useTranslation } from "react-i18next";
import { Badge } from "@/ui/badge";
import { EmptyState } from "@/ui/empty-state";
import { Panel } from "@/ui/page";
import { Table } from "@/ui/table";

type Trigger = { id: string; type: string; with?: Record<string, unknown>; when?: string };
type Props = { name: string; document: Record<string, unknown> };

/** What starts it. Changed in the designer, as part of the document. */
export function TriggersTab({ name, document }: Props) {
  const { t } = useTranslation("workflows");
  const triggers = (document["triggers"] ?? []) as readonly Trigger[];
  return (
    <Panel>
      {triggers.length === 0 ? (
        <EmptyState title={t("triggers.none")}>
          {t("triggers.hint")}
          <code className="mt-2 block rounded bg-sunken px-2 py-1 font-mono text-xs break-all">
            POST /api/v1/workflows/{name}/executions
          </code>
        </EmptyState>
      ) : (
        <Table
          label={t("tab.triggers")}
          rows={triggers}
          keyOf={(trigger) => trigger.id}
          columns={[
            {
              key: "id",
              label: t("triggers.name"),
              cell: (trigger) => <span className="font-medium">{trigger.id}</span>,
            },
            { key: "type", label: t("triggers.type"), cell: (trigger) => <Badge>{trigger.type}</Badge> },
            {
              key: "with",
              label: t("triggers.with"),
              cell: (trigger) => <code className="font-mono text-xs break-all">{said(trigger.with)}</code>,
            },
            {
              key: "when",
              label: t("triggers.when"),
              isExtra: true,
              cell: (trigger) => <code className="font-mono text-xs">{trigger.when ?? "–"}</code>,
            },
          ]}
        />
      )}
    </Panel>
  );
}

/** The settings in a line; secrets are references in the document, and stay what they are. */
const said = (given: Record<string, unknown> = {}) =>
  Object.entries(given)
    .map(([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" · ");
