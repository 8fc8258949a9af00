import { useSyncExternalStore } from "react";

/** Light, dark, or what the system says. `public/first.js` applies it before the first paint. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "wf.theme";
const darkSystem = () => matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

export function chosenTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return THEMES.find((theme) => theme === kept) ?? "system";
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  applyTheme();
}

/** What is chosen, wherever it was: in the preferences, the palette, or another page of the browser. */
export const useTheme = () => useSyncExternalStore(subscribe, chosenTheme);

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function applyTheme(): void {
  const theme = chosenTheme();
  const isDark = theme === "dark" || (theme === "system" && darkSystem().matches);
  document.documentElement.dataset["theme"] = isDark ? "dark" : "light";
  for (const listener of listeners) listener();
}

/** Follow the system while nothing else is chosen, and what is chosen on another page of the browser. */
export function followTheme(): () => void {
  const system = darkSystem();
  const onStorage = ({ key }: StorageEvent) => key === KEY && applyTheme();
  system.addEventListener("change", applyTheme);
  addEventListener("storage", onStorage);
  return () => {
    system.removeEventListener("change", applyTheme);
    removeEventListener("storage", onStorage);
  };
}
