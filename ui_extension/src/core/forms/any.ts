/** Values of any kind: which kind one is, and what becomes of it as another. */

import { isList, isObject, type Json } from "../json/json.ts";

export const KINDS = ["fields", "text", "number", "yes", "list", "nothing"] as const;
export type Kind = (typeof KINDS)[number];

/** What is not there yet is shown as fields: most are. */
export function kindOf(value: Json | undefined, absent: Kind = "fields"): Kind {
  if (value === undefined) return absent;
  if (value === null) return "nothing";
  if (isList(value)) return "list";
  if (isObject(value)) return "fields";
  if (typeof value === "number") return "number";
  return typeof value === "boolean" ? "yes" : "text";
}

type Change = (value: Json | undefined) => Json;

const AS: Readonly<Record<Kind, Change>> = {
  fields: (value) => (isObject(value) ? value : {}),
  text: (value) => (typeof value === "number" ? String(value) : typeof value === "string" ? value : ""),
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

function asNumber(value: Json | undefined): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : 0;
}
