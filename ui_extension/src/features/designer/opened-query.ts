import { queryOptions } from "@tanstack/react-query";
import { type NotDrawable, readDocument } from "@/core/document/reading";
import { parseJson } from "@/core/json/parse";
import { type Backup, isOfDraft, readBackup, textOf } from "./backup";
import { loadDraft } from "./drafts";
import type { Opened } from "./store";

export interface Loaded extends Omit<Opened, "catalogue"> {
  /** The one that the document goes out from. */
  readonly revision: number | null;
  /** As the server has it. */
  readonly text: string;
  /** The document was changed in this browser, and the draft by somebody else: a person chooses. */
  readonly isRival: boolean;
}

/** `missing`: there is neither a draft nor a workflow; what this browser kept of one and nobody saved, or null. */
type Opening = Loaded | { problem: NotDrawable } | { missing: Backup | null };

/** What the designer of a workflow opens with, read once. */
export const openedQuery = (name: string) =>
  queryOptions({
    queryKey: ["designer", name],
    queryFn: () => load(name),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

/** The draft; or what this browser kept of it, when that is the newer one or was never saved. */
async function load(name: string): Promise<Opening> {
  const [draft, backup] = await Promise.all([loadDraft(name), readBackup(name)]);
  const unsaved = backup?.isSaved === false ? backup : null;
  if (draft === null) return { missing: unsaved };
  const text = textOf(draft.document);
  const own = backup !== null && isOfDraft(backup, { revision: draft.revision, text }) ? backup : null;
  const kept = own ?? unsaved;
  const read = readDocument(kept === null ? draft.document : parseJson(kept.text));
  if ("problem" in read) return read;
  const isRival = own === null && unsaved !== null;
  return {
    name,
    document: read.document,
    revision: isRival ? unsaved.revision : draft.revision,
    text,
    isRival,
    ...(kept === null ? {} : { history: kept.history }),
  };
}
