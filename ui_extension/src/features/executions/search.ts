// Filters as they stand in the address, so that a view is a link.
import type { ExecutionFilters } from "@/api/executions";
import type { ExecutionStatus } from "@/api/words";
import { STATUSES } from "@/core/status";

/** All texts; `attr` is `name=value`, several apart by commas. */
export type ExecutionSearch = {
  status?: string | undefined;
  workflow?: string | undefined;
  text?: string | undefined;
  since?: string | undefined;
  mode?: string | undefined;
  attr?: string | undefined;
};

const KEYS = ["status", "workflow", "text", "since", "mode", "attr"] as const;
const SPANS_MS: Record<string, number> = {
  "1h": 3_600_000,
  "24h": 86_400_000,
  "7d": 604_800_000,
  "30d": 2_592_000_000,
};
const MINUTE_MS = 60_000;

export const SINCE = Object.keys(SPANS_MS);

/** What of an address is ours; anything else is left out. */
export function searchOf(raw: Record<string, unknown>): ExecutionSearch {
  const given = KEYS.flatMap((key) => {
    const value = raw[key];
    return value === undefined || value === "" ? [] : [[key, String(value)]];
  });
  return Object.fromEntries(given) as ExecutionSearch;
}

export function filtersOf(search: ExecutionSearch, nowMs = Date.now()): ExecutionFilters {
  const known = (word: string): word is ExecutionStatus => (STATUSES as readonly string[]).includes(word);
  const span = search.since ? SPANS_MS[search.since] : undefined;
  const pairs = (search.attr ?? "").split(",").map((pair) => pair.split("=").map((part) => part.trim()));
  const attributes = pairs.filter(
    (pair): pair is [string, string] => pair.length === 2 && pair.every(Boolean),
  );
  return {
    status: search.status?.split(",").filter(known),
    workflow: search.workflow,
    text: search.text,
    mode: search.mode,
    // To the minute, so that what is asked stays the same from one drawing to the next.
    from: span ? new Date(Math.floor((nowMs - span) / MINUTE_MS) * MINUTE_MS).toISOString() : undefined,
    search: attributes.length ? Object.fromEntries(attributes) : undefined,
  };
}
