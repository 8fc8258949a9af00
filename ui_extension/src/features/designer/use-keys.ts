import { useEffect } from "react";
import { COMMANDS, REGISTRY } from "./commands";
import type { Doors } from "./doors";
import type { DesignerStore } from "./store";

/** Keys do what the registry says, unless something that takes text or a dialog has them. */
export function useKeys(store: DesignerStore, doors: Doors): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTaken(event.target)) return;
      const pressed = keysOf(event);
      const id = COMMANDS.find((one) => REGISTRY[one].keys.includes(pressed));
      if (id === undefined) return;
      const state = store.getState();
      if (REGISTRY[id].isEnabled?.(state) === false) return;
      event.preventDefault();
      void REGISTRY[id].run(state, doors);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [store, doors]);
}

export function keysOf(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey">): string {
  const key = event.key.toLowerCase();
  // "/" needs Shift on many keyboards; it is the sign that counts, not how it is made.
  const isSign = !/^[a-z]$/.test(key) && key.length === 1;
  return [(event.ctrlKey || event.metaKey) && "mod", event.shiftKey && !isSign && "shift", key]
    .filter(Boolean)
    .join("+");
}

/** Whether keys are for what has the focus: text, a dialog, a menu. */
export function isTaken(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("input, textarea, select, [contenteditable=true], [role=dialog], [role=menu]") !== null
  );
}
