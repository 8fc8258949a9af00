/**
 * Folds an execution's events to the states of its steps, as the server does. Events may come twice (a stream that
 * resumes) and are dropped by their number then. A gap is told, and nothing behind it is taken in: whoever holds the
 * fold fetches what is missing.
 */

import type { Json } from "../json/json.ts";
import { type Event, VERSIONS } from "./events.gen.ts";
import { type ExecutionStatus, executionStatusAfter, stepStatusAfter } from "./status.ts";
import { applyToStep, type Failure, newStep, type StepState } from "./step.ts";

/** An event with its place in the history (from 1) and its instant, in microseconds since 1970 UTC. */
export interface Recorded {
  readonly seq: number;
  readonly at: number;
  readonly event: Event;
  /** Of the shape of this kind of event; absent where the server has brought it up to date. */
  readonly version?: number;
}

/** Why the fold stands still. */
export type Halt =
  | { readonly reason: "gap"; readonly expected: number; readonly got: number }
  | { readonly reason: "unknown_kind"; readonly kind: string }
  | { readonly reason: "unknown_version"; readonly kind: string; readonly version: number };

export interface ExecutionState {
  /** The number of the last event taken in. */
  readonly seq: number;
  readonly status: ExecutionStatus;
  readonly steps: ReadonlyMap<string, StepState>;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly input: Json;
  readonly output: Json;
  readonly error: Failure | null;
  readonly halt: Halt | null;
}

export const NOTHING_YET: ExecutionState = {
  seq: 0,
  status: "queued",
  steps: new Map(),
  startedAt: null,
  finishedAt: null,
  input: null,
  output: null,
  error: null,
  halt: null,
};

/** The same state when no event was new. Steps that nothing happened to stay the same objects. */
export function fold(state: ExecutionState, events: readonly Recorded[]): ExecutionState {
  const steps = new Map(state.steps);
  let present: ExecutionState = { ...state, steps, halt: null };
  for (const recorded of events) {
    if (recorded.seq <= present.seq) continue;
    const halt = haltAt(present, recorded);
    if (halt !== null) return { ...present, halt };
    applyToSteps(steps, recorded);
    present = { ...applyToExecution(present, recorded), seq: recorded.seq };
  }
  return present.seq === state.seq && state.halt === null ? state : present;
}

function haltAt(state: ExecutionState, { seq, event, version }: Recorded): Halt | null {
  if (seq !== state.seq + 1) return { reason: "gap", expected: state.seq + 1, got: seq };
  const known = (VERSIONS as Record<string, number | undefined>)[event.kind];
  if (known === undefined) return { reason: "unknown_kind", kind: event.kind };
  if (version !== undefined && version > known)
    return { reason: "unknown_version", kind: event.kind, version };
  return null;
}

const UNDO = "/compensate";

function applyToSteps(steps: Map<string, StepState>, { event, at }: Recorded): void {
  if (!("step" in event) || typeof event.step !== "string") return;
  const path = event.step;
  const step = steps.get(path) ?? newStep(path);
  steps.set(path, { ...applyToStep(step, event, at), status: stepStatusAfter(step.status, event) });
  // What is being undone shows it too: the compensation is a step of its own, but nobody drew it.
  const undone = path.endsWith(UNDO) ? steps.get(path.slice(0, -UNDO.length)) : undefined;
  if (undone !== undefined)
    steps.set(undone.path, { ...undone, isUndoing: event.kind === "compensation.started" });
}

/** Every kind is named: a new one is an error of the compiler until somebody has thought of it. */
function applyToExecution(state: ExecutionState, { event, at }: Recorded): ExecutionState {
  const status = executionStatusAfter(state.status, event);
  const next = status === state.status ? state : { ...state, status };
  switch (event.kind) {
    case "execution.started":
      return { ...next, startedAt: at, input: (event.input ?? null) as Json };
    case "execution.completed":
      return { ...next, finishedAt: at, output: (event.output ?? null) as Json, error: null };
    case "execution.failed":
      return { ...next, finishedAt: at, error: event.error };
    case "execution.cancelled":
      return { ...next, finishedAt: at };
    case "execution.stalled":
      return { ...next, error: next.error ?? event.error ?? null };
    case "saga.compensating":
      return status === "compensating" ? { ...next, error: event.error ?? next.error } : next;
    case "saga.compensated":
      return status === "compensated" ? { ...next, finishedAt: at, error: event.error ?? next.error } : next;
    case "execution.queued":
    case "execution.waiting":
    case "execution.resumed":
    case "execution.paused":
    case "execution.cancelling":
    case "execution.handed_on":
    case "step.started":
    case "step.waiting":
    case "step.completed":
    case "step.failed":
    case "step.skipped":
    case "step.cancelled":
    case "step.unknown":
    case "step.resolved":
    case "step.compensated":
    case "retry.attempted":
    case "output.recorded":
    case "conditional.routed":
    case "effect.intended":
    case "checkpoint.saved":
    case "compensation.started":
    case "compensation.failed":
    case "iteration.started":
    case "iteration.ended":
    case "child.started":
    case "child.ended":
    case "task.opened":
    case "task.claimed":
    case "task.decided":
    case "task.escalated":
    case "task.expired":
    case "task.cancelled":
    case "timer.set":
    case "timer.fired":
    case "timer.cancelled":
    case "event.awaited":
    case "event.received":
    case "signal.received":
    case "breakpoint.hit":
    case "breakpoint.released":
      return next;
    default:
      return event satisfies never;
  }
}
