import { useCallback, useEffect, useRef, useState } from "react";
import { Unreachable } from "@/api/problem";
import { type Backup, textOf, writeBackup, writeLast } from "./backup";
import { loadDraft, type Saved, saveDraft } from "./drafts";
import { keptOf } from "./peek";
import type { DesignerStore } from "./store";

export type SaveStatus = "saved" | "waiting" | "saving" | "offline" | "refused" | "conflict";

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

/** What is known of the server: its revision and text, and what is under way there. */
interface Known {
  revision: number | null;
  text: string;
  sent: string | undefined;
  isStopped: boolean;
}

/**
 * `onSaved`: whoever shows drafts elsewhere has to hear of it, also when one has left the designer meanwhile. `isRival`: what is open was changed here, and the draft by somebody else; `revision` is then the one that it goes out
 * from. Saves a draft when nobody has typed for a moment, one request at a time. A copy is kept in the browser: soon after a
 * change, not at every key, and at once when the page goes.
 */
export function useAutosave(
  store: DesignerStore,
  opened: { revision: number | null; text: string; isRival?: boolean },
  onSaved?: () => void,
): Autosave {
  const { isRival = false } = opened;
  const saved = useRef(onSaved);
  saved.current = onSaved;
  const [status, setStatus] = useState<SaveStatus>(isRival ? "conflict" : "saved");
  const known = useRef<Known>({
    revision: opened.revision,
    text: opened.text,
    sent: undefined,
    isStopped: isRival,
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const save = useCallback(async () => {
    const state = known.current;
    const { name } = store.getState();
    const text = textOf(keptOf(store.getState()));
    if (state.sent !== undefined || state.isStopped) return;
    // Undone before it was saved: there is nothing to do.
    if (text === state.text) return setStatus("saved");
    state.sent = text;
    setStatus("saving");
    const answer = await send(name, text, state.revision);
    state.sent = undefined;
    if (typeof answer === "string") {
      setStatus(answer);
      timer.current = setTimeout(save, AGAIN_MS);
    } else if ("conflict" in answer) {
      state.isStopped = true;
      setStatus("conflict");
    } else {
      state.revision = answer.revision;
      state.text = text;
      saved.current?.();
      void keep(store, state);
      setStatus("saved");
      // What was typed meanwhile.
      void save();
    }
  }, [store]);

  useEffect(() => {
    let changes = 0;
    let keptChanges = 0;
    const keeping = soon(async () => {
      const until = changes;
      if (await keep(store, known.current)) keptChanges = until;
    }, KEEP_MS);
    const stop = store.subscribe((now, before) => {
      if (keptOf(now) === keptOf(before) && now.history === before.history) return;
      changes += 1;
      keeping.ask();
      if (known.current.isStopped) return;
      setStatus("waiting");
      clearTimeout(timer.current);
      timer.current = setTimeout(save, QUIET_MS);
    });
    // A copy from the browser may be ahead of the draft.
    timer.current = setTimeout(save, QUIET_MS);
    // What the browser's store was asked to keep just now may never be there.
    const leave = () => changes > keptChanges && void keep(store, known.current, writeLast);
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
      known.current = {
        revision,
        text: textOf(keptOf(store.getState())),
        sent: undefined,
        isStopped: false,
      };
      void keep(store, known.current);
      setStatus("saved");
    },
    [store],
  );
  const overwrite = useCallback(
    (revision: number | null) => {
      known.current = { revision, text: "", sent: undefined, isStopped: false };
      void save();
    },
    [save],
  );
  return { status, overwrite, goOnFrom };
}

/** What came of it, or why nothing did. */
async function send(
  name: string,
  text: string,
  revision: number | null,
): Promise<Saved | "offline" | "refused"> {
  try {
    const answer = await saveDraft(name, text, revision);
    return "conflict" in answer ? ((await arrived(name, text)) ?? answer) : answer;
  } catch (error) {
    return error instanceof Unreachable ? "offline" : "refused";
  }
}

/** A conflict with oneself: what the page before this one sent last came after this one had read the draft. */
async function arrived(name: string, text: string): Promise<Saved | undefined> {
  const there = await loadDraft(name);
  if (there === null || there.revision === null) return undefined;
  return textOf(there.document) === text ? { revision: there.revision } : undefined;
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
  return { ask, now };
}

async function keep(
  store: DesignerStore,
  { revision, text: saved, sent }: Known,
  write: (name: string, backup: Backup) => unknown = writeBackup,
): Promise<boolean> {
  const { name, history } = store.getState();
  const text = textOf(keptOf(store.getState()));
  return (await write(name, { revision, text, history, isSaved: text === saved, sent })) === true;
}
