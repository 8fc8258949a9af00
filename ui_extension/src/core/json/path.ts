import { isList, isObject, type Json, own } from "./json.ts";

/** What stands at the end of a path of keys and of places in lists; undefined where nothing does. */
export function valueAlong(value: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (inner, key) => (isList(inner) ? inner[Number(key)] : isObject(inner) ? own(inner, key) : undefined),
    value,
  );
}
