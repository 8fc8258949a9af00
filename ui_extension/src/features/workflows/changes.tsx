import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { told } from "@/api/problem";
import type { Change } from "@/api/words";
import { versionDiffQuery } from "@/api/workflows";
import { Badge } from "@/ui/badge";
import { Skeleton } from "@/ui/page";
import { ProblemNotice } from "@/ui/problem-notice";

const TONES = { added: "success", removed: "danger", changed: "warning" } as const;

/** What differs between two versions, thing by thing, with both values. */
export function Changes({ name, before, after }: { name: string; before: string; after: string }) {
  const { t } = useTranslation("workflows");
  const diff = useQuery({ ...versionDiffQuery(name, before, after), retry: false });
  if (diff.isPending) return <Skeleton />;
  if (diff.error) return <ProblemNotice {...told(diff.error)} />;
  const changes = diff.data.changes.filter((change) => change.thing !== "layout");
  if (!changes.length) return <p className="py-2 text-sm text-muted">{t("same")}</p>;
  return (
    <ul className="divide-y divide-line">
      {changes.map((change) => (
        <li key={change.verb + change.pointer} className="py-2 text-sm">
          <Badge tone={TONES[change.verb]}>{t(`verb.${change.verb}`)}</Badge>{" "}
          <span className="text-muted">{t(`thing.${change.thing}`)}</span>{" "}
          <span className="font-medium">{change.name}</span>
          {change.key && change.key !== change.name && <span className="text-muted"> · {change.key}</span>}
          {change.key && <Values change={change} />}
        </li>
      ))}
    </ul>
  );
}

const text = (value: unknown) => (value === null || value === undefined ? "–" : JSON.stringify(value));

const Values = ({ change }: { change: Change }) => (
  <div className="mt-1 grid gap-1 font-mono text-xs sm:grid-cols-2">
    <del className="overflow-x-auto rounded bg-danger-soft px-2 py-1 no-underline">{text(change.before)}</del>
    <ins className="overflow-x-auto rounded bg-success-soft px-2 py-1 no-underline">{text(change.after)}</ins>
  </div>
);
