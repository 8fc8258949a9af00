/**
 * Where an edge that is being drawn may end, for all nodes at once: what `mayConnect` says of each, and whether
 * anything that can be read there fits what the target still lacks.
 */

import { type Activity, type Catalogue, fieldSchema } from "../catalogue/activity.ts";
import type { WorkflowDocument, WorkflowNode } from "../document/schema.gen.ts";
import { indexOf } from "../document/scopes.ts";
import { entriesOf, isObject, type JsonObject } from "../json/json.ts";
import { fits, unboundFields } from "./binding.ts";
import { type End, ends } from "./ends.ts";
import type { Refusal } from "./legality.ts";
import { FAILURE_PORTS, portsOf } from "./ports.ts";
import { ancestorsIn, readableFrom } from "./reach.ts";

export type Mark =
  | { readonly kind: "refused"; readonly reason: Refusal }
  /** Required fields that no output of what comes before fits. */
  | { readonly kind: "unfit"; readonly fields: readonly string[] };

/** Those that are not simply fine, by node. */
export function marksFrom(
  document: WorkflowDocument,
  catalogue: Catalogue,
  from: End,
): ReadonlyMap<string, Mark> {
  const index = indexOf(document);
  const marks = new Map<string, Mark>();
  const source = index.nodes.get(from.node);
  const graph = index.graphs.get(source?.scope ?? "");
  if (source === undefined || graph === undefined) return marks;
  const ports = portsOf(source.node, catalogue.get(source.node.type)).map((port) => port.name);
  const hasPort = FAILURE_PORTS.includes(from.port) || ports.includes(from.port);
  const drawn = new Set(graph.edges.filter((edge) => isFrom(edge.from)).map((edge) => ends(edge.to).node));
  const before = new Set(ancestorsIn(graph, from.node));
  const outputs = outputsBefore(document, catalogue, from.node);
  for (const [id, { node, scope }] of index.nodes) {
    const reason = scope === source.scope || id === from.node ? refusal(id) : "border";
    const mark: Mark | null = reason === null ? lacking(node) : { kind: "refused", reason };
    if (mark !== null) marks.set(id, mark);
  }
  return marks;

  function isFrom(end: string): boolean {
    const { node, port } = ends(end);
    return node === from.node && port === from.port;
  }

  /** As `mayConnect` says it, without looking through the graph for each. */
  function refusal(id: string): Refusal | null {
    if (id === from.node) return "self";
    if (!hasPort) return "no_port";
    if (drawn.has(id)) return "same";
    return before.has(id) ? "cycle" : null;
  }

  function lacking(node: WorkflowNode): Mark | null {
    const activity = catalogue.get(node.type);
    if (activity === undefined) return null;
    const fields = unboundFields(node, activity).filter((field) => !anyFits(field, activity, outputs));
    return fields.length === 0 ? null : { kind: "unfit", fields };
  }
}

function anyFits(field: string, activity: Activity, outputs: Iterable<JsonObject>): boolean {
  const wanted = fieldSchema(activity, field) ?? {};
  if (wanted["format"] === "cel") return true;
  for (const output of outputs) if (fits(output, wanted) !== "no") return true;
  return false;
}

/** The schemas of all that a step behind this one can read, each once. */
function outputsBefore(
  document: WorkflowDocument,
  catalogue: Catalogue,
  node: string,
): ReadonlySet<JsonObject> {
  const { nodes } = indexOf(document);
  const schemas = new Set<JsonObject>();
  for (const id of [...readableFrom(document, node), node]) {
    const known = nodes.get(id)?.node;
    if (known === undefined) continue;
    const schema = (known.output_schema ?? catalogue.get(known.type)?.output_schema) as JsonObject | null;
    schemas.add(schema ?? ANYTHING);
    const properties = schema?.["properties"];
    if (!isObject(properties)) continue;
    for (const [, part] of entriesOf(properties)) if (isObject(part)) schemas.add(part);
  }
  return schemas;
}

const ANYTHING: JsonObject = {};
