// Who had the focus before something opened over the page gets it back when that is gone. What opens from a menu, or from
// the palette, outlives what it was opened with: so the last focus in the page itself is what counts.
const OVER = "[role=dialog], [role=menu], [data-radix-focus-guard]";

let last: HTMLElement | undefined;
globalThis.addEventListener?.("focusin", ({ target }) => {
  if (target instanceof HTMLElement && target.closest(OVER) === null) last = target;
});

/** For what closes. Whoever took the focus meanwhile keeps it. */
export function focusBack(event: Event): void {
  event.preventDefault();
  const { activeElement, body } = document;
  if ((activeElement === null || activeElement === body) && last?.isConnected)
    last.focus({ preventScroll: true });
}
