/**
 * What an edge's target could read of its source. Edges carry control; but whoever draws one mostly wants the output
 * too. So a required field that is still empty can be bound to an output that fits, when the edge is drawn.
 */

import { type Activity, type Catalogue, fieldSchema, requiredFields } from "../catalogue/activity.ts";
import type { WorkflowDocument, WorkflowNode } from "../document/schema.gen.ts";
import { indexOf } from "../document/scopes.ts";
import { isNumber, isWhole } from "../json/exact.ts";
import { entriesOf, isList, isObject, type Json, type JsonObject } from "../json/json.ts";
import type { End } from "./ends.ts";
import { FAILURE_PORTS } from "./ports.ts";

/** `certain`: both schemas say so. Otherwise nothing speaks against it. */
export interface Offer {
  readonly field: string;
  readonly value: string;
  readonly certain: boolean;
}

export interface Binding {
  /** The required fields that have no value yet. */
  readonly unbound: readonly string[];
  readonly offers: readonly Offer[];
}

export function bindingFor(document: WorkflowDocument, catalogue: Catalogue, from: End, to: string): Binding {
  const { nodes } = indexOf(document);
  const source = nodes.get(from.node)?.node;
  const target = nodes.get(to)?.node;
  const activity = target === undefined ? undefined : catalogue.get(target.type);
  // Behind a step that has failed its output has no value.
  const isFailure = FAILURE_PORTS.includes(from.port);
  if (source === undefined || target === undefined || activity === undefined || isFailure)
    return { unbound: [], offers: [] };
  const unbound = unboundFields(target, activity);
  const outputs = outputsOf(source, catalogue.get(source.type));
  return { unbound, offers: unbound.flatMap((field) => offersFor(field, activity, outputs)) };
}

export function unboundFields(node: WorkflowNode, activity: Activity): readonly string[] {
  const config = (node.with ?? {}) as JsonObject;
  return requiredFields(activity).filter((key) => {
    const value = config[key];
    return value === undefined || value === null || value === "";
  });
}

interface Output {
  readonly expression: string;
  readonly key: string;
  readonly schema: JsonObject;
}

/** The output as a whole, and its keys. */
function outputsOf(node: WorkflowNode, activity: Activity | undefined): readonly Output[] {
  const schema = (node.output_schema ?? activity?.output_schema ?? {}) as JsonObject;
  const whole = { expression: `steps.${node.id}.output`, key: "", schema };
  const properties = schema["properties"];
  if (!isObject(properties)) return [whole];
  const parts = entriesOf(properties).flatMap(([key, part]) =>
    isObject(part) && /^[A-Za-z_]\w*$/.test(key)
      ? [{ expression: `${whole.expression}.${key}`, key, schema: part }]
      : [],
  );
  return [...parts, whole];
}

function offersFor(field: string, activity: Activity, outputs: readonly Output[]): readonly Offer[] {
  const schema = fieldSchema(activity, field) ?? {};
  const isExpression = schema["format"] === "cel";
  const offers = outputs.flatMap((output) => {
    const fit = isExpression ? "maybe" : fits(output.schema, schema);
    if (fit === "no") return [];
    const value = isExpression ? output.expression : `\${{ ${output.expression} }}`;
    return [{ field, value, certain: fit === "yes", isNamesake: output.key === field }];
  });
  offers.sort((a, b) => rank(b) - rank(a));
  return offers.map(({ field, value, certain }) => ({ field, value, certain }));
}

function rank(offer: { certain: boolean; isNamesake: boolean }): number {
  return (offer.isNamesake ? 2 : 0) + (offer.certain ? 1 : 0);
}

/** Whether values of one schema may stand where another is asked for, judged by their types alone. */
export function fits(given: JsonObject, wanted: JsonObject): "yes" | "maybe" | "no" {
  const from = typesIn(given);
  const to = typesIn(wanted);
  if (from === null || to === null) return "maybe";
  const accepted = [...from].filter((type) => to.has(type) || (type === "integer" && to.has("number")));
  if (accepted.length === from.size) return "yes";
  return accepted.length > 0 || (from.has("number") && to.has("integer")) ? "maybe" : "no";
}

/** Null when the schema does not say. */
function typesIn(schema: JsonObject): ReadonlySet<string> | null {
  const type = schema["type"];
  if (typeof type === "string") return new Set([type]);
  if (isList(type)) return new Set(type.filter((one) => typeof one === "string"));
  if (isList(schema["enum"])) return new Set(schema["enum"].map(typeOf));
  for (const key of ["anyOf", "oneOf"]) {
    const options = schema[key];
    if (!isList(options)) continue;
    const types = options.map((option) => (isObject(option) ? typesIn(option) : null));
    return types.includes(null) ? null : new Set(types.flatMap((one) => [...(one ?? [])]));
  }
  return null;
}

function typeOf(value: Json): string {
  if (value === null) return "null";
  if (isList(value)) return "array";
  if (isNumber(value)) return isWhole(value) ? "integer" : "number";
  return typeof value;
}
