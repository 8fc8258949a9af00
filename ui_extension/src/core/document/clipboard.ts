/**
 * Copying between workflows, as JSON text. What is pasted gets ids that are free where it lands, and its expressions
 * name its steps by them; a step that did not come along is named as before.
 */

import { positionsOf } from "../geometry/positions.ts";
import { ends, endText } from "../graph/ends.ts";
import { entriesOf, fromEntries, isObject, type Json, type JsonObject, withKey } from "../json/json.ts";
import { parseJson } from "../json/parse.ts";
import { writeJson } from "../json/write.ts";
import type { At } from "./commands/layout.ts";
import { freeId, takenIds } from "./ids.ts";
import { edgeKey, type Patch, WORKFLOW } from "./patches.ts";
import { readDocument } from "./reading.ts";
import { type Renaming, renamedIn } from "./references.ts";
import type { EdgeLayout, NodeLayout, WorkflowDocument, WorkflowEdge, WorkflowNode } from "./schema.gen.ts";
import { indexOf, type Scope } from "./scopes.ts";

/** A part of a workflow: shaped as a document is, so that a whole document can be pasted as well. */
export interface Clip {
  readonly nodes: readonly WorkflowNode[];
  readonly edges: readonly WorkflowEdge[];
  readonly places: { readonly [id: string]: NodeLayout };
  /** Edges that a person has bent or written on, by their keys. */
  readonly bends: { readonly [key: string]: EdgeLayout };
}

/** The nodes with all that they contain, and the edges among them. */
export function copy(document: WorkflowDocument, ids: Iterable<string>): Clip {
  const index = indexOf(document);
  const wanted = new Set(ids);
  const taken = [...index.nodes.values()].filter(
    ({ node, around }) => wanted.has(node.id) && !around.some((one) => wanted.has(one)),
  );
  const names = new Set(taken.map(({ node }) => node.id));
  const edges = [...index.graphs.values()].flatMap((graph) =>
    graph.edges.filter((edge) => names.has(ends(edge.from).node) && names.has(ends(edge.to).node)),
  );
  const positions = positionsOf(document);
  const places: Record<string, NodeLayout> = {};
  for (const { node, around } of index.nodes.values()) {
    const at = document.layout?.nodes?.[node.id] ?? positions.get(node.id);
    if (at !== undefined && (names.has(node.id) || around.some((one) => names.has(one))))
      places[node.id] = at;
  }
  const comes = (end: string) => ends(end).node in places;
  const bends = Object.entries(document.layout?.edges ?? {}).filter(([key]) => keyEnds(key).every(comes));
  return { nodes: taken.map(({ node }) => node), edges, places, bends: Object.fromEntries(bends) };
}

export function clipToText(clip: Clip): string {
  const value = { nodes: clip.nodes, edges: clip.edges, layout: { nodes: clip.places, edges: clip.bends } };
  return writeJson(value as unknown as Json, 2);
}

/** Null when the text is no part of a workflow. */
export function clipFromText(text: string): Clip | null {
  let value: Json;
  try {
    value = parseJson(text);
  } catch {
    return null;
  }
  const read = readDocument(value);
  if (!("document" in read) || !isObject(value) || !Array.isArray(value["nodes"])) return null;
  const { nodes = [], edges = [], layout } = read.document;
  if (nodes.length === 0) return null;
  // Text that was written by hand does not say where its steps stand.
  const positions = positionsOf(read.document);
  const worked = nodes.map(({ id }) => [id, positions.get(id) ?? { x: 0, y: 0 }]);
  const places = { ...Object.fromEntries(worked), ...layout?.nodes };
  return { nodes, edges, places, bends: layout?.edges ?? {} };
}

/** Pastes with the upper left corner `at`. `ids` are those of the new nodes, without what they contain. */
export function paste(
  document: WorkflowDocument,
  clip: Clip,
  scope: Scope,
  at: At,
): { ids: readonly string[]; patches: Patch[] } {
  const taken = takenIds(document);
  const names = new Map<string, string>();
  for (const node of clip.nodes) rename(node as unknown as JsonObject, names, taken);
  const corner = cornerOf(clip);
  const top = new Set(clip.nodes.map((node) => node.id));
  const patches: Patch[] = clip.nodes.map((node) => ({
    op: "add",
    kind: "node",
    scope,
    item: renamedNode(node as unknown as JsonObject, names),
  }));
  for (const edge of clip.edges)
    patches.push({ op: "add", kind: "edge", scope, item: renamedEdge(edge, names) });
  for (const [id, layout] of Object.entries(clip.places)) {
    const name = names.get(id);
    if (name === undefined) continue;
    const moved = top.has(id)
      ? { x: Math.round(layout.x - corner.x + at.x), y: Math.round(layout.y - corner.y + at.y) }
      : {};
    const value = { ...layout, ...moved } as unknown as JsonObject;
    patches.push({ op: "set", on: WORKFLOW, path: ["layout", "nodes", name], value });
  }
  for (const [key, layout] of Object.entries(clip.bends)) {
    const [from = "", to = ""] = keyEnds(key);
    if (!names.has(ends(from).node) || !names.has(to)) continue;
    const by = top.has(to) ? { x: at.x - corner.x, y: at.y - corner.y } : { x: 0, y: 0 };
    const path = ["layout", "edges", edgeKey(renamedEnds({ from, to }, names))];
    patches.push({ op: "set", on: WORKFLOW, path, value: movedEdge(layout, by) });
  }
  return { ids: clip.nodes.map((node) => names.get(node.id) ?? node.id), patches };
}

const keyEnds = (key: string) => key.split("->");

function movedEdge(layout: EdgeLayout, by: At): JsonObject {
  const points = layout.points?.map(({ x, y }) => ({ x: Math.round(x + by.x), y: Math.round(y + by.y) }));
  return { ...layout, ...(points === undefined ? {} : { points }) } as unknown as JsonObject;
}

function cornerOf(clip: Clip): At {
  const places = clip.nodes.flatMap((node) => clip.places[node.id] ?? []);
  if (places.length === 0) return { x: 0, y: 0 };
  return { x: Math.min(...places.map((one) => one.x)), y: Math.min(...places.map((one) => one.y)) };
}

function rename(node: JsonObject, names: Map<string, string>, taken: Set<string>): void {
  names.set(String(node["id"]), freeId(String(node["id"]), taken));
  for (const inner of innerNodes(node)) rename(inner, names, taken);
}

function innerNodes(node: JsonObject): JsonObject[] {
  return isObject(node["bodies"])
    ? entriesOf(node["bodies"]).flatMap(([, body]) =>
        isObject(body) && Array.isArray(body["nodes"]) ? (body["nodes"] as JsonObject[]) : [],
      )
    : [];
}

const PROSE: ReadonlySet<string> = new Set(["title", "note", "type"]);

function renamedNode(node: JsonObject, names: Renaming): JsonObject {
  const entries = entriesOf(node).map(([key, value]): [string, Json] => {
    if (key === "bodies" && isObject(value)) return [key, renamedBodies(value, names)];
    return [key, PROSE.has(key) ? value : renamedIn(value, names)];
  });
  return withKey(fromEntries(entries), "id", names.get(String(node["id"])) ?? String(node["id"]));
}

function renamedBodies(bodies: JsonObject, names: Renaming): JsonObject {
  return fromEntries(
    entriesOf(bodies).map(([name, body]) => [name, isObject(body) ? renamedBody(body, names) : body]),
  );
}

function renamedBody(body: JsonObject, names: Renaming): JsonObject {
  return fromEntries(
    entriesOf(body).map(([key, value]): [string, Json] => {
      if (key === "nodes" && Array.isArray(value)) {
        return [key, value.map((node: Json) => (isObject(node) ? renamedNode(node, names) : node))];
      }
      if (key === "edges" && Array.isArray(value)) {
        return [key, value.map((edge: WorkflowEdge) => renamedEdge(edge, names))];
      }
      return [key, renamedIn(value, names)];
    }),
  );
}

const renamedEdge = (edge: WorkflowEdge, names: Renaming) =>
  renamedEnds(edge, names) as unknown as JsonObject;

function renamedEnds(edge: Pick<WorkflowEdge, "from" | "to">, names: Renaming) {
  const from = ends(edge.from);
  const to = ends(edge.to);
  return {
    from: endText(names.get(from.node) ?? from.node, from.port),
    to: endText(names.get(to.node) ?? to.node, to.port),
  };
}
