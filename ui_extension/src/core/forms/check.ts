/** What a schema says about a value that is written out, before the server has been asked. */

import { type ExactNumber, isNumber, isWhole } from "../json/exact.ts";
import { isList, type Json } from "../json/json.ts";
import type { Field } from "./field.ts";

export interface Complaint {
  readonly rule: "whole" | "minimum" | "maximum" | "duration" | "pattern" | "least" | "most";
  readonly bound: string;
}

const DURATION = /^\d+(ms|s|m|h|d)$/;

/** Null when nothing is wrong, nothing is given, or an expression decides. What is missing the server tells. */
export function complaintAbout(field: Field, value: Json | undefined): Complaint | null {
  if (isNumber(value)) return aboutNumber(field, value);
  if (typeof value === "string" && value !== "" && !value.includes("${{")) return aboutText(field, value);
  return isList(value) ? aboutList(field, value.length) : null;
}

function aboutNumber({ schema, control }: Field, value: number | ExactNumber): Complaint | null {
  const [low, high] = [Number(schema["minimum"] ?? -Infinity), Number(schema["maximum"] ?? Infinity)];
  if (control === "whole" && !isWhole(value)) return { rule: "whole", bound: "" };
  if (Number(value) < low) return { rule: "minimum", bound: String(low) };
  return Number(value) > high ? { rule: "maximum", bound: String(high) } : null;
}

function aboutText({ schema, control }: Field, value: string): Complaint | null {
  if (control === "duration") return DURATION.test(value) ? null : { rule: "duration", bound: "" };
  const pattern = schema["pattern"];
  return typeof pattern === "string" && !matches(pattern, value) ? { rule: "pattern", bound: pattern } : null;
}

function aboutList({ schema }: Field, length: number): Complaint | null {
  const [least, most] = [Number(schema["minItems"] ?? 0), Number(schema["maxItems"] ?? Infinity)];
  if (length < least) return { rule: "least", bound: String(least) };
  return length > most ? { rule: "most", bound: String(most) } : null;
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    // A pattern of another dialect: the server knows.
    return true;
  }
}
