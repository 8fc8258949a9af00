/**
 * JSON values, and objects that remember the order of their keys.
 *
 * JavaScript puts integer-like keys ("404") before all others, whatever their order in the text. Documents are files
 * that people keep under version control, so the order is theirs: where the two differ, an object carries it under
 * ORDER. Build and take apart objects with `fromEntries` and `entriesOf` alone, and nothing is lost.
 */

import { ExactNumber } from "./exact.ts";

export type Json = null | boolean | number | ExactNumber | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

const ORDER: unique symbol = Symbol("order of keys");
type Ordered = { readonly [ORDER]?: readonly string[] };

export function isObject(value: unknown): value is JsonObject {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}

export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** A key of the object itself: `object["__proto__"]` would be its prototype. */
export function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The keys as they stand in the text. */
export function keysOf(object: JsonObject): readonly string[] {
  return (object as Ordered)[ORDER] ?? Object.keys(object);
}

export function entriesOf(object: JsonObject): [string, Json][] {
  const entries: [string, Json][] = [];
  for (const key of keysOf(object)) {
    const value = own(object, key);
    if (value !== undefined) entries.push([key, value]);
  }
  return entries;
}

/** An object whose keys keep the order of the entries. A later entry of the same key replaces the value in place. */
export function fromEntries(entries: Iterable<readonly [string, Json | undefined]>): JsonObject {
  const object: Record<string, Json> = {};
  const order: string[] = [];
  for (const [key, value] of entries) {
    if (value === undefined) continue;
    if (!Object.hasOwn(object, key)) order.push(key);
    // Assigning would set the prototype when the key is "__proto__".
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  }
  const natural = Object.keys(object);
  if (order.some((key, index) => natural[index] !== key)) {
    Object.defineProperty(object, ORDER, { value: order, enumerable: false });
  }
  return object;
}

/** Set a key: in place when it is there, else after the key `after` (null: first; absent or unknown: last). */
export function withKey(object: JsonObject, key: string, value: Json, after?: string | null): JsonObject {
  const isThere = Object.hasOwn(object, key);
  // The quick way, for objects with many keys: positions of nodes.
  if (isThere && key !== "__proto__" && (object as Ordered)[ORDER] === undefined)
    return { ...object, [key]: value };
  const entries = entriesOf(object);
  if (isThere) return fromEntries(entries.map(([name, old]) => [name, name === key ? value : old]));
  const place = after === null ? 0 : entries.findIndex(([name]) => name === after) + 1 || entries.length;
  return fromEntries([...entries.slice(0, place), [key, value], ...entries.slice(place)]);
}

export function withoutKey(object: JsonObject, key: string): JsonObject {
  return fromEntries(entriesOf(object).filter(([name]) => name !== key));
}

/** The key that stands before `key`; null when it is the first. */
export function keyBefore(object: JsonObject, key: string): string | null {
  const keys = keysOf(object);
  return keys[keys.indexOf(key) - 1] ?? null;
}

/** Whether two values are the same, keys in any order. Numbers are, when they are written in the same way. */
export function isEqual(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (one instanceof ExactNumber && other instanceof ExactNumber) return one.text === other.text;
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((item, index) => isEqual(item, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return false;
  const keys = keysOf(one);
  return (
    keys.length === keysOf(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isEqual(own(one, key), own(other, key)))
  );
}
