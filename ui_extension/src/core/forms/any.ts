/** Values of any kind: which kind one is, and what becomes of it as another. */

import { type ExactNumber, isNumber, numberFrom } from "../json/exact.ts";
import { isList, isObject, type Json } from "../json/json.ts";

export const KINDS = ["fields", "text", "number", "yes", "list", "nothing"] as const;
export type Kind = (typeof KINDS)[number];

/** What is not there yet is shown as fields: most are. */
export function kindOf(value: Json | undefined, absent: Kind = "fields"): Kind {
  if (value === undefined) return absent;
  if (value === null) return "nothing";
  if (isList(value)) return "list";
  if (isObject(value)) return "fields";
  if (isNumber(value)) return "number";
  return typeof value === "boolean" ? "yes" : "text";
}

type Change = (value: Json | undefined) => Json;

const AS: Readonly<Record<Kind, Change>> = {
  fields: (value) => (isObject(value) ? value : {}),
  text: (value) => (isNumber(value) ? String(value) : typeof value === "string" ? value : ""),
  number: asNumber,
  yes: (value) => value === true || value === "true",
  list: (value) => (isList(value) ? value : isBlank(value) ? [] : [value as Json]),
  nothing: () => null,
};

/** Keeps what can be kept: 5 as text is "5", and one thing as a list is its first item. */
export function asKind(value: Json | undefined, kind: Kind): Json {
  return AS[kind](value);
}

const isBlank = (value: Json | undefined) => value === undefined || value === null || value === "";

function asNumber(value: Json | undefined): number | ExactNumber {
  if (isNumber(value)) return value;
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : 0;
  return (
    (typeof value === "string" ? numberFrom(value.trim()) : null) ?? (Number.isFinite(number) ? number : 0)
  );
}
