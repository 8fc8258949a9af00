import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { executionsQuery } from "@/api/executions";
import { told } from "@/api/problem";
import { Ago } from "@/ui/ago";
import { Badge } from "@/ui/badge";
import { EmptyState } from "@/ui/empty-state";
import { ModeBadge } from "@/ui/mode-badge";
import { Panel, Skeleton } from "@/ui/page";
import { ProblemNotice } from "@/ui/problem-notice";
import { fieldsOf, type Schema } from "@/ui/schema-form/model";
import { Status } from "@/ui/status";
import { Drawing } from "./drawing";

type Props = { name: string; document: Record<string, unknown> };

const LAST = 8;

/** What it is for, what it takes, and what it did lately. */
export function AboutTab({ name, document }: Props) {
  const { t } = useTranslation("workflows");
  const fields = fieldsOf(document["input"] as Schema | undefined) ?? [];
  const nodes = document["nodes"];
  return (
    <div className="grid items-start gap-4 md:grid-cols-[1fr_20rem]">
      <div className="min-w-0 md:col-span-2">
        <Drawing name={name} document={document} />
      </div>
      <Panel
        title={t("last")}
        actions={
          <Link to="/executions" search={{ workflow: name }} className="text-sm text-accent hover:underline">
            {t("allExecutions")}
          </Link>
        }
      >
        <LastExecutions name={name} />
      </Panel>
      <Panel title={t("tab.about")}>
        {typeof document["description"] === "string" && (
          <p className="px-4 pt-4 text-sm break-words whitespace-pre-line text-muted">
            {document["description"]}
          </p>
        )}
        <dl className="flex flex-col gap-3 p-4 text-sm">
          <div>
            <dt className="text-xs text-muted">{t("takes")}</dt>
            <dd className="flex flex-wrap gap-1 pt-1">
              {fields.length === 0
                ? t("nothing")
                : fields.map((field) => (
                    <Badge key={field.name}>{field.title + (field.isRequired ? " *" : "")}</Badge>
                  ))}
            </dd>
          </div>
          <div>
            <dt className="text-xs text-muted">{t("steps")}</dt>
            <dd>{Array.isArray(nodes) ? nodes.length : 0}</dd>
          </div>
        </dl>
      </Panel>
    </div>
  );
}

function LastExecutions({ name }: { name: string }) {
  const { t } = useTranslation("workflows");
  const found = useInfiniteQuery(executionsQuery({ workflow: name }, LAST));
  if (found.isPending) return <Skeleton />;
  if (found.isLoadingError) return <ProblemNotice {...told(found.error)} />;
  const items = found.data.pages[0]?.items ?? [];
  if (!items.length) return <EmptyState title={t("never")}>{t("neverHint")}</EmptyState>;
  return (
    <ul>
      {items.map((one) => (
        <li key={one.id} className="border-b border-line last:border-0">
          <Link
            to="/executions/$id"
            params={{ id: one.id }}
            className="flex items-center gap-2.5 px-4 py-2 text-sm hover:bg-hover"
          >
            <span className="flex flex-1 items-center gap-2">
              <Status status={one.status} />
              <ModeBadge mode={one.mode} />
            </span>
            <Ago at={one.created_at} className="text-muted" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
