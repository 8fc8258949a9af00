/**
 * Undo and redo, without limit. Undoing applies the inverses of one's own edits: what others did in between stays.
 * A value: whoever holds it replaces it, and can keep it as JSON over a reload.
 */

import { applyAll } from "./apply.ts";
import type { Patch } from "./patches.ts";
import type { WorkflowDocument } from "./schema.gen.ts";

/** One step back. `merge` names what is typed into: edits of the same follow each other as one step. */
export interface Entry {
  readonly label: string;
  readonly inverses: readonly Patch[];
  readonly merge?: string;
  readonly atMs: number;
}

export interface History {
  readonly undo: readonly Entry[];
  readonly redo: readonly Entry[];
}

export interface Changed {
  readonly document: WorkflowDocument;
  readonly history: History;
  /** Whether anything was done: false when there was nothing, or its target is gone. */
  readonly done: boolean;
}

export const NO_HISTORY: History = { undo: [], redo: [] };
const MERGE_WITHIN_MS = 1_500;

export interface Edit {
  readonly label: string;
  readonly patches: readonly Patch[];
  readonly merge?: string;
  readonly atMs: number;
}

export function edited(document: WorkflowDocument, history: History, edit: Edit): Changed {
  const applied = applyAll(document, edit.patches);
  if (applied.inverses.length === 0) return { document, history, done: false };
  const last = history.undo.at(-1);
  const goesOn =
    edit.merge !== undefined && last?.merge === edit.merge && edit.atMs - last.atMs < MERGE_WITHIN_MS;
  const entry: Entry = {
    label: edit.label,
    inverses: goesOn ? [...applied.inverses, ...last.inverses] : applied.inverses,
    ...(edit.merge === undefined ? {} : { merge: edit.merge }),
    atMs: edit.atMs,
  };
  const undo = [...(goesOn ? history.undo.slice(0, -1) : history.undo), entry];
  return { document: applied.document, history: { undo, redo: [] }, done: true };
}

export function undone(document: WorkflowDocument, history: History): Changed {
  const entry = history.undo.at(-1);
  if (entry === undefined) return { document, history, done: false };
  const applied = applyAll(document, entry.inverses);
  const undo = history.undo.slice(0, -1);
  const redo = [...history.redo, again(entry, applied.inverses)];
  return { document: applied.document, history: { undo, redo }, done: applied.inverses.length > 0 };
}

export function redone(document: WorkflowDocument, history: History): Changed {
  const entry = history.redo.at(-1);
  if (entry === undefined) return { document, history, done: false };
  const applied = applyAll(document, entry.inverses);
  const redo = history.redo.slice(0, -1);
  const undo = [...history.undo, again(entry, applied.inverses)];
  return { document: applied.document, history: { undo, redo }, done: applied.inverses.length > 0 };
}

/** Without `merge`: what is typed after an undo is a step of its own. */
function again(entry: Entry, inverses: readonly Patch[]): Entry {
  return { label: entry.label, inverses, atMs: entry.atMs };
}
