/**
 * What is open, kept in the browser: the document as it is on the screen, and all that can be undone. So a reload, a
 * crash or a lost network loses nothing.
 */

import type { History } from "@/core/document/history";
import type { Json } from "@/core/json/json";
import { writeJson } from "@/core/json/write";

export interface Backup {
  /** The draft's revision that it goes out from; null when the draft was not saved yet. */
  readonly revision: number | null;
  readonly text: string;
  readonly history: History;
  readonly isSaved: boolean;
}

const STORE = "drafts";

export async function readBackup(name: string): Promise<Backup | null> {
  return (await inStore<Backup | undefined>("readonly", (store) => store.get(name))) ?? null;
}

export async function writeBackup(name: string, backup: Backup): Promise<void> {
  await inStore("readwrite", (store) => store.put(backup, name));
}

export async function forgetBackup(name: string): Promise<void> {
  await inStore("readwrite", (store) => store.delete(name));
}

/** A document as the text that it is kept, sent and compared as. */
export function textOf(document: unknown): string {
  return writeJson(document as Json);
}

function inStore<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest,
): Promise<T | undefined> {
  return new Promise((resolve) => {
    const opening = indexedDB.open("wfplatform", 1);
    // A browser that keeps nothing (a private window) is no reason not to work.
    opening.onerror = () => resolve(undefined);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onsuccess = () => {
      const asked = act(opening.result.transaction(STORE, mode).objectStore(STORE));
      asked.onerror = () => resolve(undefined);
      asked.onsuccess = () => resolve(asked.result as T);
      asked.transaction?.addEventListener("complete", () => opening.result.close());
    };
  });
}
