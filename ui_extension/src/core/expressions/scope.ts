/** What an expression of a node may read, as one JSON Schema: the same tree serves completion and hints of types. */

import type { Catalogue } from "../catalogue/activity.ts";
import type { WorkflowDocument, WorkflowNode } from "../document/schema.gen.ts";
import { indexOf, ownerOf } from "../document/scopes.ts";
import { ends } from "../graph/ends.ts";
import { readableFrom } from "../graph/reach.ts";
import { isNumber, isWhole } from "../json/exact.ts";
import { isList, isObject, type Json, type JsonObject } from "../json/json.ts";
import { schemaAt } from "./paths.ts";

const TEXT: JsonObject = { type: "string" };
const ERROR = known({
  code: TEXT,
  message: TEXT,
  retryable: { type: "boolean" },
  step: TEXT,
  attempt: { type: "integer" },
});
const EXECUTION = known({
  id: TEXT,
  root_id: TEXT,
  started_at: TEXT,
  mode: TEXT,
  lane: TEXT,
  restart_of: TEXT,
});
const TRIGGER = known({
  type: TEXT,
  id: TEXT,
  headers: {},
  query: {},
  params: {},
  method: TEXT,
  path: TEXT,
  body: {},
});

function known(properties: JsonObject): JsonObject {
  return { type: "object", properties };
}

/** Of a node; with null, of the workflow's own output, which reads every step. */
export function scopeOfExpressions(
  document: WorkflowDocument,
  catalogue: Catalogue,
  id: string | null,
): JsonObject {
  const index = indexOf(document);
  const readable = id === null ? (document.nodes ?? []).map((node) => node.id) : readableFrom(document, id);
  const outputs = new Map<string, JsonObject>();
  for (const one of readable) {
    const node = index.nodes.get(one)?.node;
    if (node !== undefined) outputs.set(one, outputSchema(node, catalogue));
  }
  const steps = Object.fromEntries([...outputs].map(([one, output]) => [one, stepOf(output)]));
  const env = Object.fromEntries(
    Object.entries(document.env ?? {}).map(([key, value]) => [key, shapeOf(value as Json)]),
  );
  const names: Record<string, JsonObject> = {
    input: (document.input ?? {}) as JsonObject,
    steps: known(steps),
    env: known(env),
    execution: EXECUTION,
    trigger: TRIGGER,
  };
  if (id !== null) {
    names["incoming"] = known(incoming(document, id, outputs));
    names["secrets"] = {};
    for (const container of index.nodes.get(id)?.around ?? []) {
      const node = index.nodes.get(container)?.node;
      if (node !== undefined) Object.assign(names, givenBy(node, document, id, known(names)));
    }
  }
  return known(names);
}

/** Whether expressions read the same names in both: what nodes are called, or do, is nothing to them. */
export function readAlike(one: WorkflowDocument, other: WorkflowDocument): boolean {
  const [nodes, others] = [one.nodes ?? [], other.nodes ?? []];
  return (
    one.input === other.input &&
    one.env === other.env &&
    one.edges === other.edges &&
    nodes.length === others.length &&
    nodes.every((node, index) => isReadAlike(node, others[index] as WorkflowNode))
  );
}

function isReadAlike(one: WorkflowNode, other: WorkflowNode): boolean {
  return (
    one === other ||
    (one.id === other.id &&
      one.type === other.type &&
      one.output_schema === other.output_schema &&
      one.bodies === other.bodies &&
      // Of a container, it says what its items are.
      (one.bodies === undefined || one.with === other.with))
  );
}

/** The same for a condition on the node's own output. */
export function withOutput(scope: JsonObject, output: JsonObject): JsonObject {
  const names = isObject(scope["properties"]) ? scope["properties"] : {};
  return known({ output, ...names });
}

export function outputSchema(node: WorkflowNode, catalogue: Catalogue): JsonObject {
  return (node.output_schema ?? catalogue.get(node.type)?.output_schema ?? {}) as JsonObject;
}

function stepOf(output: JsonObject): JsonObject {
  return known({ output, status: TEXT, port: TEXT, error: ERROR, started_at: TEXT, finished_at: TEXT });
}

function incoming(
  document: WorkflowDocument,
  id: string,
  outputs: ReadonlyMap<string, JsonObject>,
): JsonObject {
  const index = indexOf(document);
  const edges = index.graphs.get(index.nodes.get(id)?.scope ?? "")?.edges ?? [];
  const sources = edges.filter((edge) => ends(edge.to).node === id).map((edge) => ends(edge.from).node);
  return Object.fromEntries(sources.map((source) => [source, outputs.get(source) ?? {}]));
}

/** What a container gives to what is within it. */
function givenBy(
  node: WorkflowNode,
  document: WorkflowDocument,
  id: string,
  scope: JsonObject,
): Record<string, JsonObject> {
  const name = node.type.split("@")[0];
  if (name === "flow.foreach") {
    const items = schemaAt(scope, String(node.with?.["items"] ?? ""));
    const item = isObject(items) && isObject(items["items"]) ? items["items"] : {};
    return { item, index: { type: "integer" } };
  }
  if (name === "flow.while")
    return {
      loop: known({ state: shapeOf((node.with?.["initial"] ?? null) as Json), index: { type: "integer" } }),
    };
  if (name === "flow.try" && bodyWith(document, node.id, id) === "catch") return { error: ERROR };
  return {};
}

function bodyWith(document: WorkflowDocument, container: string, id: string): string | undefined {
  let owner = ownerOf(indexOf(document).nodes.get(id)?.scope ?? "");
  while (owner !== null && owner.container !== container)
    owner = ownerOf(indexOf(document).nodes.get(owner.container)?.scope ?? "");
  return owner?.body;
}

/** The schema that a value suggests; expressions within it may be anything. */
export function shapeOf(value: Json): JsonObject {
  if (value === null || (typeof value === "string" && value.includes("${{"))) return {};
  if (isList(value)) return { type: "array", items: value[0] === undefined ? {} : shapeOf(value[0]) };
  if (isObject(value))
    return known(
      Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner ?? null)])),
    );
  if (isNumber(value)) return { type: isWhole(value) ? "integer" : "number" };
  return { type: typeof value };
}
