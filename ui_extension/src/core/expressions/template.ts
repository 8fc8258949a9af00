/** Values that an expression decides: `"${{ input.n }}"` keeps the value's kind, within a longer text it is text. */

import { ExactNumber } from "../json/exact.ts";
import type { Json } from "../json/json.ts";
import { parseJson } from "../json/parse.ts";
import { writeJson } from "../json/write.ts";

const WHOLE = /^\s*\$\{\{((?:(?!\}\})[\s\S])*)\}\}\s*$/;

export function isExpression(value: unknown): value is string {
  return typeof value === "string" && value.replaceAll("$${{", "").includes("${{");
}

/** What stands within, when the value is one expression and nothing else; without one blank at each end. */
export function innerOf(value: Json | undefined): string | null {
  const inner = typeof value === "string" ? WHOLE.exec(value)?.[1] : undefined;
  return inner === undefined ? null : inner.replace(/^ /, "").replace(/ $/, "");
}

export function wrapped(inner: string): string {
  return `\${{ ${inner} }}`;
}

/** A fixed value as the expression that gives it; whatever has no short way to be written begins empty. */
export function toExpression(value: Json | undefined): string {
  if (value instanceof ExactNumber) return wrapped(value.text);
  if (value === undefined || value === null || value === "" || typeof value === "object") return wrapped("");
  return wrapped(writeJson(value));
}

/** The other way: a literal stays, everything else is given up. */
export function toFixed(value: Json | undefined): Json | undefined {
  const inner = innerOf(value);
  try {
    return inner === null ? undefined : parseJson(inner);
  } catch {
    return undefined;
  }
}

/**
 * The expression around the caret in a text with `${{ }}`: where it begins, and its text up to the caret. Null outside
 * of one. A bare expression begins at 0.
 */
export function expressionAt(
  text: string,
  caret: number,
  isBare: boolean,
): { from: number; text: string } | null {
  const before = text.slice(0, caret);
  const open = before.lastIndexOf("${{");
  if (open < 0 || before.indexOf("}}", open) >= 0)
    return isBare && open < 0 ? { from: 0, text: before } : null;
  return { from: open + 3, text: before.slice(open + 3) };
}
