import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { hooksQuery } from "@/api/hooks";
import { useTriggerName } from "@/api/use-trigger-name";
import { Badge } from "@/ui/badge";
import { EmptyState } from "@/ui/empty-state";
import { Panel } from "@/ui/page";
import { Table } from "@/ui/table";
import { HookAddress } from "./hook-address";

type Trigger = { id: string; type: string; with?: Record<string, unknown>; when?: string };
type Props = { name: string; document: Record<string, unknown>; isPublished: boolean };

const isHook = ({ type }: Trigger) => type === "webhook@1";

/** What starts it. Changed in the designer, as part of the document. */
export function TriggersTab({ name, document, isPublished }: Props) {
  const { t } = useTranslation("workflows");
  const nameOf = useTriggerName();
  const triggers = (document["triggers"] ?? []) as readonly Trigger[];
  const hooks = useQuery({ ...hooksQuery(name), enabled: isPublished && triggers.some(isHook) });
  const called = (trigger: Trigger) => {
    const hook = hooks.data?.find((one) => one.trigger === trigger.id);
    if (hook) return <HookAddress hook={hook} />;
    return (
      isHook(trigger) && !isPublished && <p className="text-xs text-muted">{t("triggers.unpublished")}</p>
    );
  };
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
            {
              key: "type",
              label: t("triggers.type"),
              cell: (trigger) => <Badge>{nameOf(trigger.type)}</Badge>,
            },
            {
              key: "with",
              label: t("triggers.with"),
              cell: (trigger) => (
                <>
                  {called(trigger)}
                  <code className="font-mono text-xs break-all text-muted">{said(trigger.with)}</code>
                </>
              ),
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
