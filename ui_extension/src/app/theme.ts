/** Light, dark, or what the system says. `public/first.js` applies it before the first paint. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "wf.theme";
const darkSystem = () => matchMedia("(prefers-color-scheme: dark)");

export function chosenTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return THEMES.find((theme) => theme === kept) ?? "system";
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  applyTheme();
}

export function applyTheme(): void {
  const theme = chosenTheme();
  const isDark = theme === "dark" || (theme === "system" && darkSystem().matches);
  document.documentElement.dataset["theme"] = isDark ? "dark" : "light";
}

/** Follow the system while nothing else is chosen. */
export function followSystem(): () => void {
  const system = darkSystem();
  system.addEventListener("change", applyTheme);
  return () => system.removeEventListener("change", applyTheme);
}
