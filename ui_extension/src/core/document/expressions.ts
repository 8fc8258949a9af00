/** The expressions in a node's settings, each with where it stands. */

import { entriesOf, isList, isObject, type Json } from "../json/json.ts";
import { valueAlong } from "../json/path.ts";

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
  const path = pointer.split("/").slice(1);
  return valueAlong(
    value,
    path.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~")),
  );
}

const escaped = (key: string) => key.replaceAll("~", "~0").replaceAll("/", "~1");
