import { useCallback, useEffect, useRef, useState } from "react";
import { type Backup, textOf, writeBackup, writeLast } from "./backup";
import { type Saved, saveDraft } from "./drafts";
import type { DesignerStore } from "./store";

export type SaveStatus = "saved" | "waiting" | "saving" | "offline" | "conflict";

const QUIET_MS = 800;
const KEEP_MS = 200;
const AGAIN_MS = 4_000;

export interface Autosave {
  readonly status: SaveStatus;
  /** Saves over whatever is there; `revision` is the one that was looked at. */
  overwrite(revision: number | null): void;
  /** Goes on from a revision whose document was adopted. */
  goOnFrom(revision: number | null): void;
}

/**
 * Saves a draft when nobody has typed for a moment, one request at a time. A copy is kept in the browser: soon after a
 * change, not at every key, and at once when the page goes.
 */
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
    if (state.isBusy || state.isStopped) return;
    // Undone before it was saved: there is nothing to do.
    if (text === state.text) return setStatus("saved");
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
    const keeping = soon(() => keep(store, known.current), KEEP_MS);
    const stop = store.subscribe((now, before) => {
      if (now.document === before.document && now.history === before.history) return;
      keeping.ask();
      if (known.current.isStopped) return;
      setStatus("waiting");
      clearTimeout(timer.current);
      timer.current = setTimeout(save, QUIET_MS);
    });
    // A copy from the browser may be ahead of the draft.
    timer.current = setTimeout(save, QUIET_MS);
    const leave = () => keeping.isAsked() && keep(store, known.current, writeLast);
    window.addEventListener("pagehide", leave);
    return () => {
      stop();
      window.removeEventListener("pagehide", leave);
      keeping.now();
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

/** Does it once for all that is asked within a while. `now`: what was asked for and is still to come is done at once. */
function soon(act: () => void, afterMs: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const now = () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    act();
  };
  const ask = () => {
    timer ??= setTimeout(now, afterMs);
  };
  return { ask, now, isAsked: () => timer !== undefined };
}

function keep(
  store: DesignerStore,
  known: { revision: number | null; text: string },
  write: (name: string, backup: Backup) => unknown = writeBackup,
): void {
  const { name, document, history } = store.getState();
  const text = textOf(document);
  void write(name, { revision: known.revision, text, history, isSaved: text === known.text });
}
