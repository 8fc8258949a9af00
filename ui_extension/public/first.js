// Before anything is painted: light or dark, as chosen, or else as the system has it.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("wf.theme");
  } catch {
    // Storage may be forbidden; the system's choice stands.
  }
  const dark =
    chosen === "dark" || (chosen !== "light" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();

// A browser's first "5 minutes ago" and "3 ms" cost it half a picture of ours. While the application comes it has the time.
globalThis.requestIdleCallback?.(() => {
  new Intl.RelativeTimeFormat(undefined, { style: "short" }).format(-1, "second");
  new Intl.NumberFormat(undefined, { style: "unit", unit: "second", unitDisplay: "narrow" }).format(1);
});
