/** The one table from event to status, as the server has it. */

import type { Event } from "./events.gen.ts";

export type ExecutionStatus =
  | "queued"
  | "running"
  | "waiting"
  | "paused"
  | "cancelling"
  | "compensating"
  | "stalled"
  | "completed"
  | "failed"
  | "cancelled"
  | "compensated";

export type StepStatus =
  | "pending"
  | "running"
  | "waiting"
  | "retrying"
  | "paused"
  | "compensating"
  | "unknown"
  | "completed"
  | "failed"
  | "skipped"
  | "cancelled"
  | "compensated";

const ENDS: ReadonlySet<string> = new Set(["completed", "failed", "cancelled", "compensated"]);

/** Nothing more will happen. */
export function isOver(status: ExecutionStatus): boolean {
  return ENDS.has(status);
}

export function executionStatusAfter(status: ExecutionStatus, event: Event): ExecutionStatus {
  switch (event.kind) {
    case "execution.queued":
      return "queued";
    case "execution.started":
      return "running";
    case "execution.waiting":
      return "waiting";
    case "execution.resumed":
      return (event.into ?? "running") as ExecutionStatus;
    case "execution.paused":
      return "paused";
    case "execution.cancelling":
      return status === "compensating" ? status : "cancelling";
    case "execution.stalled":
      return "stalled";
    case "execution.completed":
      return "completed";
    case "execution.failed":
      return "failed";
    case "execution.cancelled":
      return "cancelled";
    case "saga.compensating":
      return isWhole(event) ? "compensating" : status;
    case "saga.compensated":
      return isWhole(event) ? "compensated" : status;
    default:
      return status;
  }
}

/** Undoing may be that of a `try` alone. */
function isWhole(event: { readonly scope?: string | null }): boolean {
  return event.scope === undefined || event.scope === null;
}

export function stepStatusAfter(status: StepStatus, event: Event): StepStatus {
  switch (event.kind) {
    case "step.started":
      return "running";
    case "step.waiting":
    case "child.started":
      return "waiting";
    case "step.completed":
      return "completed";
    case "step.failed":
      return "failed";
    case "step.skipped":
      return "skipped";
    case "step.cancelled":
      return "cancelled";
    case "step.unknown":
      return "unknown";
    case "step.compensated":
      return "compensated";
    case "step.resolved":
      return event.decision === "retry" ? "retrying" : status;
    case "retry.attempted":
      return "retrying";
    case "compensation.started":
      return "compensating";
    case "task.opened":
      return event.about === "failure" ? "waiting" : status;
    case "breakpoint.hit":
      return "paused";
    case "breakpoint.released":
      return "pending";
    default:
      return status;
  }
}
