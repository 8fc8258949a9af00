import type { ReactNode } from "react";
import type { ExecutionDetail } from "@/api/words";
import { Page } from "@/ui/page";
import { useDocument } from "./use-document";

type Props = {
  execution: ExecutionDetail;
  about: ReactNode;
  actions?: ReactNode;
  /** What a person has to know first. */
  first: ReactNode;
  drawing: ReactNode;
  parts: ReactNode;
  beside: ReactNode;
};

/** Where the parts of an execution's page are. Above all, what its workflow is called. */
export function Layout({ execution, about, actions, first, drawing, parts, beside }: Props) {
  const title = useDocument(execution).document?.title || execution.workflow;
  return (
    <Page isWide title={title} about={about} actions={actions}>
      {first}
      {drawing}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="min-w-0">{parts}</div>
        {beside}
      </div>
    </Page>
  );
}
