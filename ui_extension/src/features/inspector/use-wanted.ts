import { type RefObject, useEffect } from "react";
import type { Wanted } from "./context";

const LOOK_AGAIN_MS = 30;
/** Editors load when first shown, and what was folded unfolds: until then there is no field. */
const MOST_LOOKS = 60;
/** So often a field closer by is waited for before one around it is taken. */
const CLOSER_LOOKS = 8;

export const WRITTEN = "input:not([readonly]), select, textarea, [contenteditable=true]";

const done = new WeakSet<Wanted>();

/** Gives the keyboard to the field that is wanted: `open` shows the part that holds it. Once for each wish. */
export function useWanted(
  panel: RefObject<HTMLElement | null>,
  wanted: Wanted | undefined,
  open: (path: readonly string[]) => void,
): void {
  useEffect(() => {
    if (wanted === undefined || done.has(wanted)) return;
    open(wanted.path);
    let timer: ReturnType<typeof setTimeout>;
    let looks = 0;
    const look = () => {
      looks += 1;
      const isLast = looks >= MOST_LOOKS;
      const found = closest(panel.current, wanted.path);
      const isEnough = found?.isExact === true || looks >= CLOSER_LOOKS;
      if ((found !== undefined && isEnough && enter(found.row)) || isLast) {
        done.add(wanted);
        if (!panel.current?.contains(document.activeElement)) panel.current?.focus();
      } else timer = setTimeout(look, LOOK_AGAIN_MS);
    };
    timer = setTimeout(look, 0);
    return () => clearTimeout(timer);
  }, [panel, wanted, open]);
}

/** The field itself, or the smallest thing around it. */
function closest(panel: HTMLElement | null, path: readonly string[]) {
  for (let length = path.length; length >= 0; length -= 1) {
    const key = CSS.escape(path.slice(0, length).join("/"));
    const row = panel?.querySelector<HTMLElement>(`[data-path="${key}"]`);
    if (row) return { row, isExact: length === path.length };
  }
  return undefined;
}

function enter(row: HTMLElement): boolean {
  const place = row.querySelector<HTMLElement>(WRITTEN) ?? lastButton(row);
  if (place === null) return false;
  place.focus();
  row.scrollIntoView?.({ block: "center" });
  return document.activeElement === place;
}

/** What begins a list or a map stands at its end. While an editor loads, what it stands in for says so itself. */
function lastButton(row: HTMLElement): HTMLElement | null {
  if (row.querySelector("[readonly]") !== null) return null;
  return [...row.querySelectorAll<HTMLElement>("button")].at(-1) ?? null;
}
