/** The part of JSON Schema that a person draws up field by field; everything else in a schema is kept as it stands. */

import {
  entriesOf,
  fromEntries,
  isList,
  isObject,
  type Json,
  type JsonObject,
  own,
  withKey,
  withoutKey,
} from "../json/json.ts";

export const SHAPES = [
  "string",
  "number",
  "integer",
  "boolean",
  "choice",
  "date",
  "date-time",
  "object",
  "array",
  "any",
] as const;
export type Shape = (typeof SHAPES)[number];

export interface ShapeField {
  readonly name: string;
  readonly schema: JsonObject;
  readonly isRequired: boolean;
}

const TYPED: ReadonlySet<string> = new Set(SHAPES.filter((one) => !["choice", "any"].includes(one)));
const DATES: ReadonlySet<string> = new Set(["date", "date-time"]);
/** What says something about a value whatever its kind is. */
const ABOUT: ReadonlySet<string> = new Set(["title", "description", "$comment", "deprecated"]);

/** "other": a schema that no kind describes, such as one of several alternatives; it is written as text. */
export function shapeOf(schema: JsonObject): Shape | "other" {
  const { type, format } = { type: own(schema, "type"), format: own(schema, "format") };
  if (isList(own(schema, "enum"))) return "choice";
  if (type === "string" && typeof format === "string" && DATES.has(format)) return format as Shape;
  if (typeof type === "string" && TYPED.has(type)) return type as Shape;
  return entriesOf(schema).every(([key]) => ABOUT.has(key)) ? "any" : "other";
}

/** The same field as another kind: its words stay, and what only its old kind understands goes. */
export function asShape(schema: JsonObject, shape: Shape): JsonObject {
  const about = entriesOf(schema).filter(([key]) => ABOUT.has(key));
  const own: Readonly<Record<string, Json>> = DATES.has(shape)
    ? { type: "string", format: shape }
    : shape === "choice"
      ? { enum: [] }
      : shape === "any"
        ? {}
        : shape === "array"
          ? { type: "array", items: { type: "string" } }
          : { type: shape };
  return fromEntries([...Object.entries(own), ...about]);
}

export function shapeFields(schema: JsonObject): readonly ShapeField[] {
  const properties = own(schema, "properties");
  const required = requiredIn(schema);
  if (!isObject(properties)) return [];
  return entriesOf(properties).map(([name, part]) => ({
    name,
    schema: isObject(part) ? part : {},
    isRequired: required.includes(name),
  }));
}

/** The object's schema with these fields, in this order. Names are unique. */
export function withFields(schema: JsonObject, fields: readonly ShapeField[]): JsonObject {
  const properties = fromEntries(fields.map((field) => [field.name, field.schema]));
  const known = new Set(fields.map((field) => field.name));
  // Names that are required without being described stay so.
  const before = isObject(own(schema, "properties")) ? (own(schema, "properties") as JsonObject) : {};
  const others = requiredIn(schema).filter((name) => !known.has(name) && own(before, name) === undefined);
  const required = [...fields.filter((field) => field.isRequired).map((field) => field.name), ...others];
  const typed = withKey(schema, "type", "object", null);
  const described =
    fields.length === 0 ? withoutKey(typed, "properties") : withKey(typed, "properties", properties);
  return required.length === 0 ? withoutKey(described, "required") : withKey(described, "required", required);
}

/** A name that no field has yet. */
export function freeName(fields: readonly ShapeField[]): string {
  const taken = new Set(fields.map((field) => field.name));
  let number = fields.length + 1;
  while (taken.has(`field_${number}`)) number += 1;
  return `field_${number}`;
}

function requiredIn(schema: JsonObject): readonly string[] {
  const required = own(schema, "required");
  return isList(required) ? required.filter((one) => typeof one === "string") : [];
}
