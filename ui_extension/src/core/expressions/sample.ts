/** Data to try expressions with: what steps gave last, and what somebody pinned in its place. */

import type { WorkflowDocument } from "../document/schema.gen.ts";
import { entriesOf, fromEntries, type Json, type JsonObject } from "../json/json.ts";

/** How a step is taken to have ended. */
export interface Pin {
  readonly port: string;
  readonly output: Json;
}

/** A step of an execution that was, as far as data goes. */
export interface PastStep {
  readonly node: string;
  readonly path: string;
  readonly status: string;
  readonly port: string | null;
  readonly output: unknown;
  /** It did not run: its output was given to the execution. */
  readonly reused_from?: string | null;
}

export interface Past {
  readonly input: unknown;
  readonly steps: readonly PastStep[];
}

/** The names that an expression finds; of steps, those in `reads` alone. Later passes of a loop win. */
export function sampleScope(
  document: WorkflowDocument,
  past: Past | null,
  pins: ReadonlyMap<string, Pin>,
  input: Json | undefined,
  reads: Iterable<string>,
): JsonObject {
  const found = new Map((past?.steps ?? []).map((step) => [step.node, step]));
  const steps = [...reads].flatMap((id): [string, Json][] => {
    const pin = pins.get(id);
    if (pin !== undefined)
      return [[id, { status: "completed", port: pin.port, output: pin.output, error: null }]];
    const step = found.get(id);
    if (step === undefined) return [];
    const { status, port } = step;
    return [[id, { status, port, output: (step.output ?? null) as Json, error: null }]];
  });
  return fromEntries(
    entriesOf({
      input: input ?? (past?.input as Json | undefined) ?? {},
      env: (document.env ?? {}) as JsonObject,
      steps: fromEntries(steps),
    }),
  );
}
