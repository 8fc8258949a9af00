import { useQuery } from "@tanstack/react-query";
import { draftQuery } from "@/api/drafts";
import type { ExecutionDetail } from "@/api/words";
import { versionQuery } from "@/api/workflows";
import { readDocument } from "@/core/document/reading";
import type { WorkflowDocument } from "@/core/document/schema.gen";
import type { Json } from "@/core/json/json";

type Found = {
  document: WorkflowDocument | undefined;
  /** It ran a draft; what is found is the draft as it is now. */
  isDraft: boolean;
  isMissing: boolean;
};

/** What an execution was made from. */
export function useDocument(execution: ExecutionDetail): Found {
  const isDraft = execution.version === "";
  const version = useQuery({ ...versionQuery(execution.workflow, execution.version), enabled: !isDraft });
  const draft = useQuery({ ...draftQuery(execution.workflow), enabled: isDraft });
  const source = isDraft ? draft.data?.document : version.data?.document;
  const document = source === undefined ? undefined : readOnce(source);
  const isMissing = version.error !== null || draft.error !== null || (isDraft && draft.data === null);
  return { document, isDraft, isMissing };
}

const known = new WeakMap<object, ReturnType<typeof readDocument>>();

/** The same document for the same answer: the canvas keeps what it has drawn. */
function readOnce(source: Record<string, unknown>): WorkflowDocument | undefined {
  const read = known.get(source) ?? readDocument(source as unknown as Json);
  known.set(source, read);
  return "document" in read ? read.document : undefined;
}
