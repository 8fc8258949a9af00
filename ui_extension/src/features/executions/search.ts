// Filters as they stand in the address, so that a view is a link.
import type { ExecutionFilters } from "@/api/executions";
import type { ExecutionStatus } from "@/api/words";
import { attributesOf } from "./attributes";

/** All texts; `status` is several apart by commas, `attr` is `name=value`, several likewise. */
export type ExecutionSearch = {
  status?: string | undefined;
  workflow?: string | undefined;
  text?: string | undefined;
  /** Begun within this span. */
  since?: string | undefined;
  /** Over, and ended within this span. */
  ended?: string | undefined;
  mode?: string | undefined;
  attr?: string | undefined;
};

const KEYS = ["status", "workflow", "text", "since", "ended", "mode", "attr"] as const;
const SPANS_MS: Record<string, number> = {
  "1h": 3_600_000,
  "24h": 86_400_000,
  "7d": 604_800_000,
  "30d": 2_592_000_000,
};
const MINUTE_MS = 60_000;

export const SINCE = Object.keys(SPANS_MS);
export const MODES = ["live", "test", "dry_run", "shadow"] as const;
export const STATUSES = [
  "queued",
  "running",
  "waiting",
  "paused",
  "cancelling",
  "compensating",
  "stalled",
  "completed",
  "failed",
  "cancelled",
  "compensated",
] as const satisfies readonly ExecutionStatus[];

/** What of an address is ours; anything else is left out. */
export function searchOf(raw: Record<string, unknown>): ExecutionSearch {
  const given = KEYS.flatMap((key) => {
    const value = raw[key];
    return value === undefined || value === "" ? [] : [[key, String(value)]];
  });
  return Object.fromEntries(given) as ExecutionSearch;
}

/** The filters that cannot be read. Left out, they would find all that they were to keep away. */
export function wrongIn({ status, since, ended, attr }: ExecutionSearch): ReadonlySet<keyof ExecutionSearch> {
  const wrong = new Set<keyof ExecutionSearch>();
  if (status && !status.split(",").every(isStatus)) wrong.add("status");
  if (since && !Object.hasOwn(SPANS_MS, since)) wrong.add("since");
  if (ended && !Object.hasOwn(SPANS_MS, ended)) wrong.add("ended");
  if (attr && attributesOf(attr) === null) wrong.add("attr");
  return wrong;
}

/** What to ask for; null when one of the filters cannot be read. */
export function filtersOf(search: ExecutionSearch, nowMs = Date.now()): ExecutionFilters | null {
  if (wrongIn(search).size > 0) return null;
  return {
    status: search.status?.split(",").filter(isStatus),
    workflow: search.workflow,
    text: search.text,
    mode: search.mode,
    from: beginOf(search.since, nowMs),
    endedFrom: beginOf(search.ended, nowMs),
    search: search.attr ? (attributesOf(search.attr) ?? undefined) : undefined,
  };
}

/** To the minute, so that what is asked stays the same from one drawing to the next. */
function beginOf(span: string | undefined, nowMs: number): string | undefined {
  const ms = span === undefined ? undefined : SPANS_MS[span];
  if (ms === undefined) return undefined;
  return new Date(Math.floor((nowMs - ms) / MINUTE_MS) * MINUTE_MS).toISOString();
}

const isStatus = (word: string): word is (typeof STATUSES)[number] =>
  (STATUSES as readonly string[]).includes(word);
