import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { recentQuery } from "@/api/overview";
import type { RecentBody as Recent } from "@/api/schema.gen";
import type { Row } from "./rows";

const TOGETHER = 100;

/**
 * How those that are shown fared lately, by name; whom nobody knows of yet is not there. They are asked for as they stand
 * in the whole list, so that a search asks for nothing that is known.
 */
export function useRecent(all: readonly Row[], shown: readonly Row[]) {
  const parts = useMemo(() => {
    const names = all.filter((row) => row.version).map((row) => row.name);
    const wanted = new Set(shown.map((row) => row.name));
    const count = Math.ceil(names.length / TOGETHER);
    return Array.from({ length: count }, (_, at) => names.slice(at * TOGETHER, (at + 1) * TOGETHER)).filter(
      (part) => part.some((name) => wanted.has(name)),
    );
  }, [all, shown]);
  const found = useQueries({ queries: parts.map((part) => recentQuery(part)) });
  const recent = new Map<string, Recent[]>();
  for (const [at, { data }] of found.entries()) {
    if (data === undefined) continue;
    for (const name of parts[at] ?? []) recent.set(name, []);
    for (const one of data) recent.get(one.workflow)?.push(one);
  }
  return { recent, error: found.find((one) => one.error)?.error ?? null };
}
