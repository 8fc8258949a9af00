import { useQueryClient } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { draftQuery } from "@/api/drafts";
import type { ExecutionDetail } from "@/api/words";
import { workflowQuery } from "@/api/workflows";
import { ExecutionPage } from "@/features/execution";
import { RunDialog } from "@/features/workflows";

type Doc = Record<string, unknown>;
type Props = { id: string; step: string | undefined; onStep: (step: string | undefined) => void };
type Again = { execution: ExecutionDetail; published: Doc | null; draft: Doc | null };

/** One execution, and the dialog that runs its workflow again with the same input. */
export function Watching(props: Props) {
  const cache = useQueryClient();
  const [again, setAgain] = useState<Again>();
  const ask = async (execution: ExecutionDetail) => {
    const [published, draft] = await Promise.all([
      cache.fetchQuery({ ...workflowQuery(execution.workflow), retry: false }).catch(() => null),
      cache.fetchQuery({ ...draftQuery(execution.workflow), retry: false }).catch(() => null),
    ]);
    setAgain({ execution, published: published?.document ?? null, draft: draft?.document ?? null });
  };
  return (
    <>
      <ExecutionPage {...props} onAgain={ask} />
      {again && (
        <Suspense fallback={null}>
          <RunDialog
            name={again.execution.workflow}
            published={again.published}
            draft={again.draft}
            first={again.execution.version ? "published" : "draft"}
            input={again.execution.input}
            onClose={() => setAgain(undefined)}
          />
        </Suspense>
      )}
    </>
  );
}
