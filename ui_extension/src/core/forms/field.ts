/** Which control a JSON Schema asks for in a form of a step. Whatever no control fits is `any`: a value of any kind. */

import { isList, isObject, type Json, type JsonObject } from "../json/json.ts";

export type Control =
  | "text"
  | "lines"
  | "number"
  | "whole"
  | "yes"
  | "choice"
  | "map"
  | "list"
  | "object"
  | "any"
  | "schema"
  | "code"
  | "cel"
  | "duration"
  | "cron"
  | "zone";

/** `schema` has its reference followed and its `null` taken off; `root` holds what references lead to. */
export interface Field {
  readonly name: string;
  readonly title: string;
  readonly about: string | undefined;
  readonly isRequired: boolean;
  /** `null` is one of its values. */
  readonly isNullable: boolean;
  readonly control: Control;
  readonly schema: JsonObject;
  readonly root: JsonObject;
}

const SHORT_TEXT = 200;
const DURATION = "(ms|s|m|h|d)";
const CODE = new Set(["python", "jq", "sql", "json", "javascript"]);
const LETTERS = new Set(["url", "sql", "json", "id", "mb", "cpu", "gpu", "http"]);

/** The fields of an object's schema as they stand in it: the required ones first. */
export function fieldsIn(schema: JsonObject, root: JsonObject = schema): readonly Field[] {
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  const required = new Set(isList(schema["required"]) ? schema["required"] : []);
  const fields = Object.entries(properties).flatMap(([name, part]) =>
    isObject(part) ? [fieldFor(name, part, root, required.has(name))] : [],
  );
  return [...fields.filter((one) => one.isRequired), ...fields.filter((one) => !one.isRequired)];
}

export function fieldFor(name: string, written: JsonObject, root: JsonObject, isRequired = false): Field {
  const schema = plainly(written, root);
  const title = schema["title"];
  const about = schema["description"];
  const isOwnTitle = typeof title === "string" && plain(title) !== plain(name);
  return {
    name,
    title: isOwnTitle ? title : worded(name),
    about: typeof about === "string" ? about : undefined,
    isRequired,
    isNullable: isNullable(written),
    control: controlOf(name, schema),
    schema,
    root,
  };
}

/** Follows a reference, and looks through "this, or null". What stands beside a reference is kept. */
export function plainly(schema: JsonObject, root: JsonObject): JsonObject {
  const reference = schema["$ref"];
  if (typeof reference === "string" && reference.startsWith("#/$defs/")) {
    const defs = root["$defs"];
    const found = isObject(defs) ? defs[reference.slice("#/$defs/".length)] : undefined;
    return isObject(found) ? plainly({ ...found, ...without(schema, "$ref") }, root) : schema;
  }
  const types = isList(schema["type"]) ? schema["type"].filter((type) => type !== "null") : [];
  if (types.length === 1) return { ...schema, type: types[0] as string };
  const options = schema["anyOf"];
  if (!isList(options)) return schema;
  const others = options.filter(
    (option): option is JsonObject => isObject(option) && option["type"] !== "null",
  );
  const [only] = others;
  return others.length === 1 && only !== undefined
    ? plainly({ ...only, ...without(schema, "anyOf") }, root)
    : schema;
}

const isNullable = ({ anyOf, type }: JsonObject) =>
  (isList(type) && type.includes("null")) ||
  (isList(anyOf) && anyOf.some((option) => isObject(option) && option["type"] === "null"));

/** Whether null says something: where there has to be a value, or a default would hold without one. */
export function canBeNothing({ isNullable, isRequired, schema }: Field, isNeeded = false): boolean {
  return isNullable && (isNeeded || isRequired || (schema["default"] ?? null) !== null);
}

/** A null that says something. Any other is no value. */
export function isNothing(field: Field, value: Json | undefined, isNeeded = false): boolean {
  return value === null && canBeNothing(field, isNeeded);
}

export function choicesOf(schema: JsonObject): readonly Json[] {
  if (isList(schema["enum"])) return schema["enum"];
  return schema["const"] === undefined ? [] : [schema["const"]];
}

function controlOf(name: string, schema: JsonObject): Control {
  if (choicesOf(schema).length > 0) return "choice";
  if (schema["format"] === "json-schema") return "schema";
  switch (schema["type"]) {
    case "string":
      return ofText(name, schema);
    case "number":
      return "number";
    case "integer":
      return "whole";
    case "boolean":
      return "yes";
    case "array":
      return "list";
    case "object":
      return isObject(schema["properties"]) ? "object" : "map";
    default:
      return "any";
  }
}

function ofText(name: string, schema: JsonObject): Control {
  const format = String(schema["format"] ?? "");
  if (format === "cel") return "cel";
  if (format === "duration" || String(schema["pattern"] ?? "").includes(DURATION)) return "duration";
  if (CODE.has(format)) return "code";
  if (name === "cron") return "cron";
  if (name === "timezone") return "zone";
  const isShort = Number(schema["maxLength"] ?? Infinity) <= SHORT_TEXT;
  return isShort || format !== "" || "pattern" in schema || name === "url" ? "text" : "lines";
}

/** `order_id` as people write it: Order ID. */
export function worded(name: string): string {
  const words = name.split(/[_-]+/).map((word) => (LETTERS.has(word) ? word.toUpperCase() : word));
  const text = words.join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const plain = (text: string) => text.toLowerCase().replaceAll(/[\s_-]+/g, "");

const without = (schema: JsonObject, key: string): JsonObject =>
  Object.fromEntries(Object.entries(schema).filter(([name]) => name !== key));
