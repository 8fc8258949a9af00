import { useEffect } from "react";
import { textOf } from "./backup";
import { validate } from "./drafts";
import { keptOf } from "./peek";
import type { DesignerStore } from "./store";

const QUIET_MS = 350;

/** Asks the server what is wrong, a moment after each change. An answer to what is not there any more is dropped. */
export function useValidation(store: DesignerStore): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let asked = new AbortController();
    const ask = async () => {
      asked.abort();
      asked = new AbortController();
      try {
        store.getState().found(await validate(textOf(keptOf(store.getState())), asked.signal));
      } catch {
        // Without an answer the last one stands; the next change asks again.
      }
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, QUIET_MS);
    };
    later();
    const stop = store.subscribe((now, before) => {
      if (keptOf(now) !== keptOf(before)) later();
    });
    return () => {
      stop();
      clearTimeout(timer);
      asked.abort();
    };
  }, [store]);
}
