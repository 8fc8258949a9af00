import { useEffect } from "react";
import { COMMANDS, type CommandId, REGISTRY } from "./commands";
import type { Doors } from "./doors";
import type { DesignerStore } from "./store";

/**
 * Keys do what the registry says. In the panel beside the canvas a letter or Delete is meant for something else, so there
 * only those with Ctrl do, and those that merely ask. A copy of marked text is the browser's.
 */
export function useKeys(store: DesignerStore, doors: Doors): void {
  useEffect(() => {
    // Whose key it is when nothing has the focus: of what had it last. Dialogs and menus only come in between.
    let wasHere = true;
    const onPlace = ({ target }: Event) => {
      if (target instanceof Element && !isModal() && target.closest("[role=menu]") === null)
        wasHere = isHere(target);
    };
    // Whoever turns to a step has done with the text that is marked elsewhere; the canvas itself leaves it marked.
    const onPointer = (event: Event) => {
      onPlace(event);
      if (isHere(event.target) && !isTaken(event.target)) getSelection()?.removeAllRanges();
    };
    const onKey = (event: KeyboardEvent) => {
      const isMeant = event.target === document.body ? wasHere : isHere(event.target);
      const id = commandOf(event, isMeant);
      const state = store.getState();
      if (id === undefined || isHeld() || REGISTRY[id].isEnabled?.(state) === false) return;
      // The browser tells what it has to paste by itself, and asks nobody for leave then.
      if (id === "paste") return;
      event.preventDefault();
      void REGISTRY[id].run(state, doors);
    };
    const onPaste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData("text/plain");
      if (text === undefined || isTaken(event.target) || isHeld()) return;
      event.preventDefault();
      void REGISTRY.paste.run(store.getState(), { ...doors, readText: async () => text });
    };
    window.addEventListener("keydown", onKey);
    window.addEventListener("paste", onPaste);
    window.addEventListener("focusin", onPlace);
    window.addEventListener("pointerdown", onPointer, { capture: true });
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener("paste", onPaste);
      window.removeEventListener("focusin", onPlace);
      window.removeEventListener("pointerdown", onPointer, { capture: true });
    };
  }, [store, doors]);
}

function commandOf(event: KeyboardEvent, isMeant: boolean): CommandId | undefined {
  const pressed = keysOf(event);
  if (event.defaultPrevented || isTaken(event.target)) return undefined;
  const id = COMMANDS.find((one) => REGISTRY[one].keys.includes(pressed));
  if (id === undefined) return undefined;
  if (!isMeant && !pressed.startsWith("mod+") && REGISTRY[id].isHarmless !== true) return undefined;
  const isOfText = (id === "copy" || id === "cut") && getSelection()?.isCollapsed === false;
  return isOfText ? undefined : id;
}

/** Marks what keys without Ctrl are for, and what within that they are not for. */
export const TAKES_KEYS = { "data-takes-keys": true } as const;
export const KEEPS_KEYS = { "data-takes-keys": false } as const;

const isHere = (target: EventTarget | null) =>
  target instanceof Element &&
  target.closest("[data-takes-keys]")?.getAttribute("data-takes-keys") === "true";
const isModal = () => document.querySelector("[role=dialog], [role=alertdialog]") !== null;

/** While something is dragged, the document stays what it was when that began. */
const isHeld = () => document.querySelector(".react-flow__node.dragging, .react-flow__connection") !== null;

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey"> & { altKey?: boolean };

export function keysOf(event: Pressed): string {
  const key = event.key.toLowerCase();
  // "/" needs Shift on many keyboards; it is the sign that counts, not how it is made.
  const isSign = !/^[a-z]$/.test(key) && key.length === 1;
  return [
    (event.ctrlKey || event.metaKey) && "mod",
    // With Alt a key is the browser's, unless it makes another sign of it.
    event.altKey && /^([a-z0-9]|..+)$/.test(key) && "alt",
    event.shiftKey && !isSign && "shift",
    key,
  ]
    .filter(Boolean)
    .join("+");
}

/** Whether keys are for what has the focus, text or a menu, or for a dialog that is open. */
export function isTaken(target: EventTarget | null): boolean {
  const isWritten =
    target instanceof HTMLElement &&
    target.closest("input, textarea, select, [contenteditable=true], [role=menu]") !== null;
  return isWritten || isModal();
}
