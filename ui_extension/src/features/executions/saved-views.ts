// Views that a person has saved, in their own browser until there is sign-in to keep them with.
import type { ExecutionSearch } from "./search";

export type SavedView = { name: string; search: ExecutionSearch };

const KEY = "wf.executions.views";

export function savedViews(): SavedView[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isView) : [];
  } catch {
    return [];
  }
}

/** Keep a view; one of the same name is replaced. */
export function saveView(view: SavedView): SavedView[] {
  return keep([...savedViews().filter((one) => one.name !== view.name), view]);
}

export const forgetView = (name: string): SavedView[] =>
  keep(savedViews().filter((one) => one.name !== name));

function keep(views: SavedView[]): SavedView[] {
  localStorage.setItem(KEY, JSON.stringify(views));
  return views;
}

const isView = (one: unknown): one is SavedView =>
  typeof one === "object" &&
  one !== null &&
  typeof (one as SavedView).name === "string" &&
  typeof (one as SavedView).search === "object";
