// What kind of control a JSON Schema asks for. What no control fits is written as JSON.
export type Schema = { readonly [key: string]: unknown };

export type Control = "text" | "lines" | "number" | "whole" | "yes" | "choice" | "date" | "moment" | "json";

export type FormField = {
  name: string;
  title: string;
  about: string | undefined;
  isRequired: boolean;
  control: Control;
  choices: readonly unknown[];
  schema: Schema;
};

const LONG_TEXT = 200;

/** The fields of an object schema in the order they are written in; null when it is no object with known fields. */
export function fieldsOf(schema: Schema | null | undefined): FormField[] | null {
  const properties = schema?.["properties"];
  if (typeof properties !== "object" || properties === null) return null;
  const required = new Set(Array.isArray(schema?.["required"]) ? (schema["required"] as string[]) : []);
  return Object.entries(properties as Record<string, Schema>).map(([name, field]) => ({
    name,
    title: typeof field["title"] === "string" ? field["title"] : worded(name),
    about: typeof field["description"] === "string" ? field["description"] : undefined,
    isRequired: required.has(name),
    // Nothing, where it must be there, is written as such.
    control: required.has(name) && isNullable(field) ? "json" : controlOf(field),
    choices: Array.isArray(field["enum"]) ? field["enum"] : [],
    schema: field,
  }));
}

export function controlOf(schema: Schema): Control {
  if (Array.isArray(schema["enum"])) return "choice";
  switch (typeOf(schema)) {
    case "string":
      return textControl(schema);
    case "number":
      return "number";
    case "integer":
      return "whole";
    case "boolean":
      return "yes";
    default:
      return "json";
  }
}

const isNullable = ({ type }: Schema) => Array.isArray(type) && type.includes("null");

/** Of what may be nothing, too, what it is else: a field that may be left empty. */
function typeOf({ type }: Schema): unknown {
  if (!Array.isArray(type)) return type;
  const others = type.filter((one) => one !== "null");
  return others.length === 1 ? others[0] : undefined;
}

function textControl(schema: Schema): Control {
  if (schema["format"] === "date") return "date";
  if (schema["format"] === "date-time") return "moment";
  return Number(schema["maxLength"] ?? 0) > LONG_TEXT ? "lines" : "text";
}

/** What a new form holds: the schema's own defaults. A box that must be there and is not ticked says no. */
export function beginning(schema: Schema | null | undefined): Record<string, unknown> {
  const fields = fieldsOf(schema) ?? [];
  const unticked = fields.filter((field) => field.isRequired && field.control === "yes");
  const given = fields.filter((field) => "default" in field.schema);
  return Object.fromEntries([
    ...unticked.map((field) => [field.name, false]),
    ...given.map((field) => [field.name, field.schema["default"]]),
  ]);
}

/** An example that fits the shape, to begin to write from. */
export function example(schema: Schema): unknown {
  if ("default" in schema) return schema["default"];
  if (Array.isArray(schema["examples"]) && schema["examples"].length) return schema["examples"][0];
  switch (schema["type"]) {
    case "array":
      return schema["items"] ? [example(schema["items"] as Schema)] : [];
    case "object":
      return Object.fromEntries((fieldsOf(schema) ?? []).map((field) => [field.name, example(field.schema)]));
    case "number":
    case "integer":
      return Number(schema["minimum"] ?? 0);
    case "boolean":
      return false;
    default:
      return "";
  }
}

/** `order_id` as people write it: Order id. */
function worded(name: string): string {
  const text = name.replaceAll(/[_-]+/g, " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
