import { useQueryClient } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { draftQuery } from "@/api/drafts";
import { workflowQuery } from "@/api/workflows";
import { DesignerPage } from "@/features/designer";
import { Inspector } from "@/features/inspector";
import { PublishDialog, RunDialog } from "@/features/workflows";
import { notify } from "@/ui/toast-store";

type Doc = Record<string, unknown>;
type Props = { workflow: string; node?: string | undefined };

/** The designer, handed what it needs of other features. */
export function Designing({ workflow, node }: Props) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const drafted = () =>
    cache.fetchQuery({ ...draftQuery(workflow), staleTime: 0, retry: false }).catch(() => null);
  const current = () => cache.fetchQuery({ ...workflowQuery(workflow), retry: false }).catch(() => null);
  // Asked for once: publishing makes it stale, and the dialog must stay until it has told the end.
  const [publishing, setPublishing] = useState<{ version: string | null }>();
  const publish = async () => {
    const [draft, published] = await Promise.all([drafted(), current()]);
    if (draft === null && published !== null)
      notify({ tone: "info", title: t("nothingToPublish", { version: published.version }) });
    else setPublishing({ version: published?.version ?? null });
  };
  const [running, setRunning] = useState<{ draft: Doc; published: Doc | null }>();
  const run = async () => {
    const [draft, published] = await Promise.all([drafted(), current()]);
    // Before its first change there is no draft, and what is tested is what is published.
    const tested = draft?.document ?? published?.document;
    if (tested) setRunning({ draft: tested, published: published?.document ?? null });
  };
  return (
    <>
      <DesignerPage workflow={workflow} node={node} inspector={Inspector} onPublish={publish} onTest={run} />
      {running && (
        <Suspense fallback={null}>
          <RunDialog name={workflow} {...running} first="draft" onClose={() => setRunning(undefined)} />
        </Suspense>
      )}
      {publishing && (
        <Suspense fallback={null}>
          <PublishDialog
            name={workflow}
            version={publishing.version}
            onClose={() => setPublishing(undefined)}
          />
        </Suspense>
      )}
    </>
  );
}
