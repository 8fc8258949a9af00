// What a row's bar is made of: each try, and each time in which it waited.
import type { Step } from "@/api/words";
import { isOver } from "@/core/status";
import type { Row } from "./rows";

type Attempt = Step["attempts"][number];

/** `until` null: it goes on. */
export type Piece = { kind: "whole" | "try" | "wait"; from: string; until: string | null };

/** When the next try of a step follows, while that lies ahead. */
export function retryAhead(step: Step): string | null {
  return isOver(step.status) ? null : (step.attempts.at(-1)?.retry_at ?? null);
}

/** Later ones lie over earlier ones. */
export function piecesOf({ step, startedAt, endedAt }: Row): Piece[] {
  if (!startedAt) return [];
  const attempts = step?.attempts ?? [];
  const isAhead = step !== undefined && retryAhead(step) !== null;
  const waits = (step?.waits ?? []).map((wait) => waiting(wait.since, wait.ended_at ?? endedAt));
  if (attempts.length < 2 && !isAhead) return [{ kind: "whole", from: startedAt, until: endedAt }, ...waits];
  const tries = attempts.map(
    (one): Piece => ({ kind: "try", from: one.started_at, until: one.ended_at ?? endedAt }),
  );
  const gaps = attempts.flatMap((one, at) => gapAfter(one, attempts[at + 1]?.started_at, isAhead));
  return [...tries, ...gaps, ...waits];
}

function gapAfter({ ended_at: ended }: Attempt, next: string | undefined, isAhead: boolean): Piece[] {
  if (!ended || !(next ?? isAhead)) return [];
  return [waiting(ended, next ?? null)];
}

const waiting = (from: string, until: string | null): Piece => ({ kind: "wait", from, until });
