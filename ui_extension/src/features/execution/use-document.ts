import { useQuery } from "@tanstack/react-query";
import { sourceQuery } from "@/api/execution";
import type { ExecutionDetail } from "@/api/words";
import { readDocument } from "@/core/document/reading";
import type { WorkflowDocument } from "@/core/document/schema.gen";
import type { Json } from "@/core/json/json";

type Found = {
  document: WorkflowDocument | undefined;
  /** It ran a draft; what is found is the draft as it is now. */
  isDraft: boolean;
  isMissing: boolean;
  /** Why it could not be read. */
  error: Error | null;
};

/** What an execution was made from. */
export function useDocument({ id, version }: ExecutionDetail): Found {
  const { data, error } = useQuery(sourceQuery(id));
  const document = data ? readOnce(data.document) : undefined;
  return { document, isDraft: version === "", isMissing: data === null, error };
}

const known = new WeakMap<object, ReturnType<typeof readDocument>>();

/** The same document for the same answer: the canvas keeps what it has drawn. */
function readOnce(source: Record<string, unknown>): WorkflowDocument | undefined {
  const read = known.get(source) ?? readDocument(source as unknown as Json);
  known.set(source, read);
  return "document" in read ? read.document : undefined;
}
