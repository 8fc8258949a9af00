/** A value for whoever looks at it: texts that are longer than `most` are cut, all else is as it is. */

import { entriesOf, fromEntries, isList, isObject, type Json } from "./json.ts";

/** The same value when nothing in it is too long. */
export function shortened(value: Json, most: number): Json {
  if (typeof value === "string") return value.length > most ? cut(value, most) : value;
  if (isList(value)) {
    const items = value.map((item) => shortened(item, most));
    return items.some((item, at) => item !== value[at]) ? items : value;
  }
  if (!isObject(value)) return value;
  const entries = entriesOf(value);
  const shorter = entries.map(([key, inner]) => [key, shortened(inner, most)] as const);
  return shorter.some(([, inner], at) => inner !== entries[at]?.[1]) ? fromEntries(shorter) : value;
}

/** Never within one sign: half of a pair of surrogates is none. */
function cut(text: string, most: number): string {
  const code = text.charCodeAt(most - 1);
  const end = code >= 0xd800 && code < 0xdc00 ? most - 1 : most;
  return `${text.slice(0, end)}… (${text.length - end})`;
}
