/** The expressions in a node's settings, each with where it stands. */

import { entriesOf, isList, isObject, type Json, own } from "../json/json.ts";

export interface Written {
  /** `/items/0/price`, from the settings. */
  readonly pointer: string;
  readonly text: string;
}

const MARK = "${{";

export function expressionsIn(settings: Json, pointer = ""): Written[] {
  if (typeof settings === "string") return settings.includes(MARK) ? [{ pointer, text: settings }] : [];
  if (isList(settings)) return settings.flatMap((item, at) => expressionsIn(item, `${pointer}/${at}`));
  if (!isObject(settings)) return [];
  return entriesOf(settings).flatMap(([key, value]) => expressionsIn(value, `${pointer}/${escaped(key)}`));
}

/** What stands at a pointer; undefined where nothing does. */
export function valueAt(value: Json | undefined, pointer: string): Json | undefined {
  let found = value;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (isList(found)) found = found[Number(key)];
    else if (isObject(found)) found = own(found, key);
    else return undefined;
  }
  return found;
}

const escaped = (key: string) => key.replaceAll("~", "~0").replaceAll("/", "~1");
