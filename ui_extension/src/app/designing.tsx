import { useQueryClient } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { workflowQuery } from "@/api/workflows";
import { DesignerPage } from "@/features/designer";
import { Inspector } from "@/features/inspector";
import { PublishDialog } from "@/features/workflows";

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
  return (
    <>
      <DesignerPage workflow={workflow} node={node} inspector={Inspector} onPublish={publish} />
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
