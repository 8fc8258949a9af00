/** Whether a form draws a field at a place: what it draws nothing at has to be told elsewhere. */

import { isExpression } from "../expressions/template.ts";
import { isList, isObject, type Json, type JsonObject } from "../json/json.ts";
import { type Field, fieldFor, fieldsIn } from "./field.ts";

/** `path` leads into the value that the form of this schema is about. */
export function isDrawn(schema: JsonObject, value: Json | undefined, path: readonly string[]): boolean {
  const [key, ...rest] = path;
  const field = key === undefined ? undefined : fieldsIn(schema).find((one) => one.name === key);
  const inner = isObject(value) && key !== undefined ? value[key] : undefined;
  return field !== undefined && isWithin(field, inner, rest);
}

function isWithin(field: Field, value: Json | undefined, path: readonly string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined || isExpression(value) || field.control === "schema") return true;
  const { schema, root } = field;
  if (field.control === "object") {
    const inner = fieldsIn(schema, root).find((one) => one.name === key);
    return inner !== undefined && isWithin(inner, isObject(value) ? value[key] : undefined, rest);
  }
  const below = isList(value) ? value[Number(key)] : isObject(value) ? value[key] : undefined;
  if (below === undefined) return false;
  const part = schema[isList(value) ? "items" : "additionalProperties"];
  return isWithin(fieldFor(key, isObject(part) ? part : {}, root), below, rest);
}
