import { useQueryClient } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { draftQuery } from "@/api/drafts";
import { workflowQuery } from "@/api/workflows";
import { DesignerPage } from "@/features/designer";
import { Inspector } from "@/features/inspector";
import { PublishDialog, RunDialog } from "@/features/workflows";

type Props = { workflow: string; node?: string | undefined };

/** The designer, handed what it needs of other features. */
export function Designing({ workflow, node }: Props) {
  const cache = useQueryClient();
  // Asked for once: publishing makes it stale, and the dialog must stay until it has told the end.
  const [publishing, setPublishing] = useState<{ version: string | null }>();
  const publish = async () => {
    const published = await cache.fetchQuery({ ...workflowQuery(workflow), retry: false }).catch(() => null);
    setPublishing({ version: published?.version ?? null });
  };
  const [testing, setTesting] = useState<{ document: Record<string, unknown> }>();
  const test = async () => {
    const draft = await cache.fetchQuery({ ...draftQuery(workflow), staleTime: 0 }).catch(() => null);
    if (draft) setTesting({ document: draft.document });
  };
  return (
    <>
      <DesignerPage workflow={workflow} node={node} inspector={Inspector} onPublish={publish} onTest={test} />
      {testing && (
        <Suspense fallback={null}>
          <RunDialog
            name={workflow}
            published={null}
            draft={testing.document}
            first="draft"
            onClose={() => setTesting(undefined)}
          />
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
