/**
 * What is open, kept in the browser: the document as it is on the screen, and all that can be undone. So a reload, a
 * crash or a lost network loses nothing.
 */

import { type Entry, type History, NO_HISTORY } from "@/core/document/history";
import type { Json } from "@/core/json/json";
import { parseJson } from "@/core/json/parse";
import { writeJson } from "@/core/json/write";

export interface Backup {
  /** The draft's revision that it goes out from; null when the draft was not saved yet. */
  readonly revision: number | null;
  readonly text: string;
  readonly history: History;
  readonly isSaved: boolean;
  /** What was under way to the server then: its next revision, as far as anybody knows. */
  readonly sent?: string | undefined;
}

/** What lies in the browser's store: texts, since it copies objects without the order of their keys. */
export type Kept = Omit<Backup, "history"> & { readonly history: string };

export function kept(backup: Backup): Kept {
  const { undo, redo } = backup.history;
  return { ...backup, history: `{"undo":[${undo.map(written)}],"redo":[${redo.map(written)}]}` };
}

const known = new WeakMap<Entry, string>();

/** What can be undone grows without limit, and is kept again and again: each step is written once. */
function written(entry: Entry): string {
  const text = known.get(entry) ?? writeJson(entry as unknown as Json);
  known.set(entry, text);
  return text;
}

export function fromKept(found: Kept): Backup {
  const isText = typeof found.history === "string";
  return { ...found, history: isText ? (parseJson(found.history) as unknown as History) : NO_HISTORY };
}

const STORE = "drafts";

export async function readBackup(name: string): Promise<Backup | null> {
  const last = takeLast(name);
  if (last !== null) await inStore("readwrite", (store) => store.put(last, name));
  const found = last ?? (await inStore<Kept | undefined>("readonly", (store) => store.get(name)));
  return found === undefined ? null : fromKept(found);
}

/**
 * Whether it goes out from the draft as it is now, or is the same to the letter: of a save that was under way when the
 * page went nobody heard its revision. What was saved is the draft's own text, or else of a draft that was discarded: the
 * one after it counts its revisions anew.
 */
export function isOfDraft(
  { revision, sent, text, isSaved }: Backup,
  draft: { readonly revision: number | null; readonly text: string },
): boolean {
  return text === draft.text || sent === draft.text || (revision === draft.revision && !isSaved);
}

/** Whether it is kept, for sure. */
export async function writeBackup(name: string, backup: Backup): Promise<boolean> {
  takeLast(name);
  return (await inStore("readwrite", (store) => store.put(kept(backup), name))) !== undefined;
}

const keyOf = (name: string) => `wf.last.${name}`;

/** When the page goes: what it asks of the browser's store then may never be done, this is. */
export function writeLast(name: string, backup: Backup): void {
  try {
    localStorage.setItem(keyOf(name), JSON.stringify(kept(backup)));
  } catch {
    // Full, or forbidden: there is still the chance that the store is quick enough.
    void writeBackup(name, backup);
  }
}

/** Only what nothing newer was written after is left there. */
function takeLast(name: string): Kept | null {
  try {
    const text = localStorage.getItem(keyOf(name));
    if (text !== null) localStorage.removeItem(keyOf(name));
    return text === null ? null : (JSON.parse(text) as Kept);
  } catch {
    return null;
  }
}

/** A document as the text that it is kept, sent and compared as. */
export function textOf(document: unknown): string {
  return writeJson(document as Json);
}

function opened(): IDBOpenDBRequest | null {
  try {
    return indexedDB.open("wfplatform", 1);
  } catch {
    return null;
  }
}

function inStore<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest,
): Promise<T | undefined> {
  return new Promise((resolve) => {
    // A browser that keeps nothing (a private window, or where it is forbidden) is no reason not to work.
    const opening = opened();
    if (opening === null) return resolve(undefined);
    opening.onerror = () => resolve(undefined);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction(STORE, mode);
      const asked = act(transaction.objectStore(STORE));
      const end = (result: T | undefined) => {
        opening.result.close();
        resolve(result);
      };
      // Before that it may still be undone: by a page that goes, or where there is no room.
      transaction.oncomplete = () => end(asked.result as T);
      transaction.onabort = () => end(undefined);
    };
  });
}
