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
