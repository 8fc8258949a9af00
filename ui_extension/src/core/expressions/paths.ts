/** Plain ways into data, such as `steps.price.output.items[0].qty`, followed through a schema. */

import { isObject, type JsonObject } from "../json/json.ts";

const PATH = /^[A-Za-z_]\w*(?:\s*\.\s*\??\s*[A-Za-z_]\w*|\[\s*(?:\d+|"[^"]*"|'[^']*')\s*\])*$/;
const PART = /[A-Za-z_]\w*|"[^"]*"|'[^']*'|\[\s*\d+\s*\]/g;

/** The schema of what a plain path leads to; `{}` where nothing is known of it, null when it is no plain path, or leads nowhere. */
export function schemaAt(scope: JsonObject, expression: string): JsonObject | null {
  const text = expression.trim();
  if (!PATH.test(text)) return null;
  let schema: JsonObject = scope;
  for (const [part] of text.matchAll(PART)) {
    const next = part.startsWith("[") ? schema["items"] : member(schema, part.replaceAll(/["']/g, ""));
    if (next === null) return null;
    schema = isObject(next) ? next : {};
  }
  return schema;
}

/** Null when the schema names all that there is, and this is not among it. */
function member(schema: JsonObject, key: string): JsonObject | null {
  const properties = schema["properties"];
  if (isObject(properties)) {
    const found = properties[key];
    if (isObject(found)) return found;
    if (Object.keys(properties).length > 0) return null;
  }
  return isObject(schema["additionalProperties"]) ? schema["additionalProperties"] : {};
}
