// Executions that a person wants to hear the end of, kept in their own browser until there is sign-in to keep them with.
import { useSyncExternalStore } from "react";

const KEY = "wf.followed";
const MOST = 50;

const listeners = new Set<() => void>();
let followed: readonly string[] = read();

function read(): string[] {
  try {
    const kept: unknown = JSON.parse(globalThis.localStorage?.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}

function keep(next: readonly string[]): void {
  followed = next.slice(-MOST);
  globalThis.localStorage?.setItem(KEY, JSON.stringify(followed));
  for (const listener of listeners) listener();
}

// What another page of the browser follows, or has told of.
globalThis.addEventListener?.("storage", ({ key }) => {
  if (key !== KEY && key !== null) return;
  followed = read();
  for (const listener of listeners) listener();
});

export const allFollowed = () => followed;
export const followEnd = (id: string) => keep([...followed.filter((one) => one !== id), id]);
/** Whether it was followed. */
export function unfollow(id: string): boolean {
  if (!followed.includes(id)) return false;
  keep(followed.filter((one) => one !== id));
  return true;
}

export function useIsFollowed(id: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => followed.includes(id),
    () => followed.includes(id),
  );
}
