/** What a decision or a loop was asked, and how it came out: as recorded, and not worked out anew. */

import type { WorkflowNode } from "../document/schema.gen.ts";
import { innerOf } from "../expressions/template.ts";
import { isList, isObject, type Json } from "../json/json.ts";

export interface Condition {
  readonly text: string;
  /** The way that it leads to; null of a loop. */
  readonly port: string | null;
  /** Null where the record does not tell. */
  readonly cameOut: "yes" | "no" | "unasked" | null;
  /** Of a loop: how often it held. */
  readonly times?: number;
}

/** Of a step, what its conditions depend on. */
export interface Asked {
  readonly status: string;
  readonly port: string | null;
  /** Which case was taken, from 0. */
  readonly case: number | null;
  readonly error: { readonly code: string } | null;
  readonly reused_from: string | null;
  readonly iterations: { readonly length: number };
}

const NO_CASE = "WF-RUN-NO-CASE";

export function conditionsOf({ type, with: settings }: WorkflowNode, step: Asked): readonly Condition[] {
  const given = settings as Json | undefined;
  if (!isObject(given)) return [];
  if (isOf(type, "flow.while")) return [ofLoop(textOf(given["condition"]), step)];
  if (!isOf(type, "flow.decision") || !isList(given["cases"])) return [];
  const taken = takenOf(step, given["default"]);
  return given["cases"].filter(isObject).map(({ port, when }, at) => ({
    text: textOf(when),
    port: typeof port === "string" ? port : "",
    cameOut: taken === null ? null : at < taken ? "no" : at === taken ? "yes" : "unasked",
  }));
}

const isOf = (type: string | undefined, name: string) => type === name || type?.startsWith(`${name}@`);

function ofLoop(text: string, { status, iterations }: Asked): Condition {
  const cameOut = status === "completed" ? "no" : iterations.length > 0 ? "yes" : null;
  return { text, port: null, cameOut, times: iterations.length };
}

/** The case that held; one behind all others when none did. */
function takenOf(step: Asked, otherwise: Json | undefined): number | null {
  if (step.case !== null) return step.case;
  const isOtherwise = step.status === "completed" && step.port === otherwise && step.reused_from === null;
  return isOtherwise || step.error?.code === NO_CASE ? Number.POSITIVE_INFINITY : null;
}

const textOf = (written: Json | undefined) =>
  innerOf(written) ?? (typeof written === "string" ? written : "");
