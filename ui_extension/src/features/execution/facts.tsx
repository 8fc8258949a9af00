import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ExecutionDetail } from "@/api/words";
import { Ago } from "@/ui/ago";
import { Badge } from "@/ui/badge";
import { ModeBadge } from "@/ui/mode-badge";
import { Status } from "@/ui/status";
import { useFormat } from "@/ui/use-format";
import { useDocument } from "./use-document";

type Props = {
  execution: ExecutionDetail;
  /** The workflow's key, where the heading is its title, and the version, as a way to it. */
  of: (version: string) => ReactNode;
  children?: ReactNode;
};

/** How it stands, of which version, since when; behind it, what it came from. */
export function Facts({ execution, of, children }: Props) {
  const { t } = useTranslation("execution");
  const title = useDocument(execution).document?.title;
  const version = execution.version ? t("version", { version: execution.version }) : t("draftRun");
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Status status={execution.status} />
      {of(title ? `${execution.workflow} · ${version}` : version)}
      <Badge>{t(`lane.${execution.lane}` as "lane.run")}</Badge>
      <ModeBadge mode={execution.mode} />
      <Ago at={execution.created_at}>{(ago) => t("begun", { ago })}</Ago>
      <Lengths execution={execution} />
      {children}
      <code className="font-mono text-xs select-all">{execution.id}</code>
    </span>
  );
}

function Lengths({ execution }: { execution: ExecutionDetail }) {
  const { t } = useTranslation("execution");
  const format = useFormat();
  if (!execution.finished_at) return null;
  const ms = new Date(execution.finished_at).getTime() - new Date(execution.created_at).getTime();
  return <span>{t("took", { length: format.duration(ms) })}</span>;
}
