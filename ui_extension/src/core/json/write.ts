/** A value to JSON text: keys in the order that they have in the document, and numbers as they were written. */

import { ExactNumber } from "./exact.ts";
import { entriesOf, isList, isObject, type Json } from "./json.ts";

/** Without `indent`, on one line. */
export function writeJson(value: Json, indent = 0): string {
  return written(value, indent === 0 ? null : " ".repeat(indent), "");
}

function written(value: Json, step: string | null, margin: string): string {
  if (isList(value)) {
    const items = value.map((item) => written(item, step, margin + (step ?? "")));
    return enclosed("[", items, "]", step, margin);
  }
  if (isObject(value)) {
    const colon = step === null ? ":" : ": ";
    const members = entriesOf(value).map(
      ([key, member]) => JSON.stringify(key) + colon + written(member, step, margin + (step ?? "")),
    );
    return enclosed("{", members, "}", step, margin);
  }
  return value instanceof ExactNumber ? value.text : JSON.stringify(value);
}

function enclosed(open: string, parts: string[], close: string, step: string | null, margin: string): string {
  if (parts.length === 0) return open + close;
  if (step === null) return open + parts.join(",") + close;
  const inner = `\n${margin}${step}`;
  return `${open}${inner}${parts.join(`,${inner}`)}\n${margin}${close}`;
}
