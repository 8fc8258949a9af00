import { useCallback, useEffect, useRef, useState } from "react";
import { textOf, writeBackup } from "./backup";
import { type Saved, saveDraft } from "./drafts";
import type { DesignerStore } from "./store";

export type SaveStatus = "saved" | "waiting" | "saving" | "offline" | "conflict";

const QUIET_MS = 800;
const AGAIN_MS = 4_000;

export interface Autosave {
  readonly status: SaveStatus;
  /** Saves over whatever is there; `revision` is the one that was looked at. */
  overwrite(revision: number | null): void;
  /** Goes on from a revision whose document was adopted. */
  goOnFrom(revision: number | null): void;
}

/** Saves a draft when nobody has typed for a moment, one request at a time, and keeps a copy in the browser at once. */
export function useAutosave(
  store: DesignerStore,
  opened: { revision: number | null; text: string },
): Autosave {
  const [status, setStatus] = useState<SaveStatus>("saved");
  const known = useRef({ revision: opened.revision, text: opened.text, isBusy: false, isStopped: false });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const save = useCallback(async () => {
    const state = known.current;
    const { name, document } = store.getState();
    const text = textOf(document);
    if (state.isBusy || state.isStopped || text === state.text) return;
    state.isBusy = true;
    setStatus("saving");
    let saved: Saved | null = null;
    try {
      saved = await saveDraft(name, text, state.revision);
    } catch {
      setStatus("offline");
    }
    state.isBusy = false;
    if (saved === null) {
      timer.current = setTimeout(save, AGAIN_MS);
    } else if ("conflict" in saved) {
      state.isStopped = true;
      setStatus("conflict");
    } else {
      state.revision = saved.revision;
      state.text = text;
      keep(store, state);
      setStatus("saved");
      // What was typed meanwhile.
      void save();
    }
  }, [store]);

  useEffect(() => {
    const stop = store.subscribe((now, before) => {
      if (now.document === before.document && now.history === before.history) return;
      keep(store, known.current);
      if (known.current.isStopped) return;
      setStatus("waiting");
      clearTimeout(timer.current);
      timer.current = setTimeout(save, QUIET_MS);
    });
    // A copy from the browser may be ahead of the draft.
    timer.current = setTimeout(save, QUIET_MS);
    return () => {
      stop();
      clearTimeout(timer.current);
      void save();
    };
  }, [store, save]);

  const goOnFrom = useCallback(
    (revision: number | null) => {
      known.current = { revision, text: textOf(store.getState().document), isBusy: false, isStopped: false };
      keep(store, known.current);
      setStatus("saved");
    },
    [store],
  );
  const overwrite = useCallback(
    (revision: number | null) => {
      known.current = { revision, text: "", isBusy: false, isStopped: false };
      void save();
    },
    [save],
  );
  return { status, overwrite, goOnFrom };
}

function keep(store: DesignerStore, known: { revision: number | null; text: string }): void {
  const { name, document, history } = store.getState();
  const text = textOf(document);
  void writeBackup(name, { revision: known.revision, text, history, isSaved: text === known.text });
}
