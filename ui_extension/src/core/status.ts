/** How an execution or a step may stand: every word that the events' fold knows. */
export const STATUSES = [
  "pending",
  "queued",
  "running",
  "waiting",
  "retrying",
  "paused",
  "cancelling",
  "compensating",
  "stalled",
  "unknown",
  "completed",
  "failed",
  "skipped",
  "cancelled",
  "compensated",
] as const;

export type Status = (typeof STATUSES)[number];

const OVER: ReadonlySet<string> = new Set(["completed", "failed", "skipped", "cancelled", "compensated"]);

/** Nothing more will happen to it. */
export const isOver = (status: string) => OVER.has(status);

export function asStatus(word: string): Status {
  return (STATUSES as readonly string[]).includes(word) ? (word as Status) : "unknown";
}
