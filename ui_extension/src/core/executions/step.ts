/** The state of one step: what the canvas, the timeline and the detail of a step show. */

import type { Json } from "../json/json.ts";
import type { Event, Failure } from "./events.gen.ts";
import type { StepStatus } from "./status.ts";

export type { Failure };

export interface StepState {
  /** `each[3]/charge`. */
  readonly path: string;
  readonly status: StepStatus;
  readonly attempt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly input: Json;
  readonly output: Json;
  readonly port: string | null;
  readonly error: Failure | null;
  /** When the next attempt, or the awaited instant, comes. */
  readonly nextAt: number | null;
  readonly child: string | null;
  readonly isUndoing: boolean;
  /** Of a container: its iterations so far. */
  readonly iterations: { readonly started: number; readonly ended: number; readonly failed: number };
}

export function newStep(path: string): StepState {
  return {
    path,
    status: "pending",
    attempt: 0,
    startedAt: null,
    endedAt: null,
    input: null,
    output: null,
    port: null,
    error: null,
    nextAt: null,
    child: null,
    isUndoing: false,
    iterations: { started: 0, ended: 0, failed: 0 },
  };
}

/** All but the status. `at` is the event's instant. */
export function applyToStep(step: StepState, event: Event, at: number): StepState {
  switch (event.kind) {
    case "step.started":
    case "compensation.started": {
      const input = event.input === undefined ? step.input : (event.input as Json);
      const startedAt = step.startedAt ?? at;
      return { ...step, attempt: event.attempt ?? 1, startedAt, input, endedAt: null, nextAt: null };
    }
    case "step.waiting":
      return { ...step, nextAt: event.poll_at ?? event.deadline ?? null };
    case "step.completed":
      return ended(step, at, {
        output: (event.output ?? null) as Json,
        port: event.port ?? "out",
        error: null,
      });
    case "step.failed":
      return ended(step, at, {
        output: (event.output ?? step.output) as Json,
        port: event.port ?? null,
        error: event.error,
      });
    case "step.skipped":
      return ended(step, at, { port: event.port ?? null, error: event.error ?? null });
    case "step.cancelled":
      return ended(step, at, {});
    case "compensation.failed":
      return ended(step, at, { error: event.error });
    case "step.compensated":
      return ended(step, at, {});
    case "step.unknown":
      return { ...step, error: event.error ?? step.error, nextAt: null };
    case "retry.attempted":
      return { ...step, error: event.error, nextAt: event.next_at };
    case "output.recorded":
      return { ...step, output: (event.output ?? null) as Json, nextAt: null };
    case "conditional.routed":
      return { ...step, port: event.port };
    case "child.started":
      return { ...step, child: event.child };
    case "timer.set":
      return { ...step, nextAt: event.at };
    case "timer.fired":
    case "timer.cancelled":
    case "event.received":
      return { ...step, nextAt: null };
    case "iteration.started":
    case "iteration.ended":
      return { ...step, iterations: counted(step.iterations, event) };
    default:
      return step;
  }
}

function counted(
  { started, ended, failed }: StepState["iterations"],
  event: Event & { readonly kind: "iteration.started" | "iteration.ended" },
): StepState["iterations"] {
  if (event.kind === "iteration.started") return { started: started + 1, ended, failed };
  const isFailed = event.error !== undefined && event.error !== null;
  return { started, ended: ended + 1, failed: failed + (isFailed ? 1 : 0) };
}

function ended(step: StepState, at: number, change: Partial<StepState>): StepState {
  return { ...step, ...change, endedAt: at, nextAt: null, isUndoing: false };
}
