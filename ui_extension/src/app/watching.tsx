import { useQueryClient } from "@tanstack/react-query";
import { type ComponentProps, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { draftQuery } from "@/api/drafts";
import { told } from "@/api/problem";
import type { ExecutionDetail } from "@/api/words";
import { workflowQuery } from "@/api/workflows";
import { ExecutionPage } from "@/features/execution";
import { RunDialog } from "@/features/workflows";
import { notify } from "@/ui/toast-store";

type Doc = Record<string, unknown>;
type Props = Omit<ComponentProps<typeof ExecutionPage>, "onAgain">;
type Again = { execution: ExecutionDetail; published: Doc | null; draft: Doc | null };

/** One execution, and the dialog that runs its workflow again with the same input. */
export function Watching(props: Props) {
  const cache = useQueryClient();
  const [again, setAgain] = useState<Again>();
  const { t } = useTranslation();
  const ask = async (execution: ExecutionDetail) => {
    const { workflow } = execution;
    const [published, draft] = await Promise.all([
      cache.fetchQuery({ ...workflowQuery(workflow), retry: false }),
      cache.fetchQuery({ ...draftQuery(workflow), retry: false, staleTime: 0 }),
    ]);
    if (published === null && draft === null)
      notify({ tone: "danger", title: t("again.gone", { workflow }), text: t("again.goneHint") });
    else setAgain({ execution, published: published?.document ?? null, draft: draft?.document ?? null });
  };
  const refused = (error: unknown) => {
    const { title, remedy } = told(error);
    notify({ tone: "danger", title, text: remedy });
  };
  return (
    <>
      <ExecutionPage {...props} onAgain={(execution) => void ask(execution).catch(refused)} />
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
