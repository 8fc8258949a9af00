/**
 * Copying between workflows, as JSON text. What is pasted gets ids that are free where it lands, and its expressions
 * name its steps by them; a step that did not come along is named as before.
 */

import type { Catalogue } from "../catalogue/activity.ts";
import { originOf } from "../geometry/origins.ts";
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
import type {
  EdgeLayout,
  Group,
  NodeLayout,
  Note,
  WorkflowDocument,
  WorkflowEdge,
  WorkflowNode,
} from "./schema.gen.ts";
import { indexOf, ROOT, type Scope } from "./scopes.ts";

/** What a person has chosen, by the ids of each kind. */
export interface Picked {
  readonly nodes: readonly string[];
  readonly notes?: readonly string[];
  readonly groups?: readonly string[];
}

/** A part of a workflow: shaped as a document is, so that a whole document can be pasted as well. */
export interface Clip {
  readonly nodes: readonly WorkflowNode[];
  readonly edges: readonly WorkflowEdge[];
  readonly places: { readonly [id: string]: NodeLayout };
  /** Edges that a person has bent or written on, by their keys. */
  readonly bends: { readonly [key: string]: EdgeLayout };
  readonly notes: readonly Note[];
  readonly groups: readonly Group[];
}

/**
 * The nodes with all that they contain, and the edges among them; a frame with the nodes that it is drawn around. What
 * was taken from several graphs stands as it does on the canvas as a whole.
 */
export function copy(document: WorkflowDocument, catalogue: Catalogue, picked: Picked): Clip {
  const index = indexOf(document);
  const { notes = [], groups = [] } = document.layout ?? {};
  const framed = groups.filter((group) => picked.groups?.includes(group.id));
  const wanted = new Set([...picked.nodes, ...framed.flatMap((group) => group.nodes ?? [])]);
  const taken = [...index.nodes.values()].filter(
    ({ node, around }) => wanted.has(node.id) && !around.some((one) => wanted.has(one)),
  );
  const names = new Set(taken.map(({ node }) => node.id));
  const edges = [...index.graphs.values()].flatMap((graph) =>
    graph.edges.filter((edge) => names.has(ends(edge.from).node) && names.has(ends(edge.to).node)),
  );
  const positions = positionsOf(document);
  const origins = new Map(taken.map(({ scope }) => [scope, originOf(document, catalogue, scope)] as const));
  const originAt = (id: string) =>
    names.has(id) ? origins.get(index.nodes.get(id)?.scope ?? ROOT) : undefined;
  const places: Record<string, NodeLayout> = {};
  for (const { node, around } of index.nodes.values()) {
    const at = document.layout?.nodes?.[node.id] ?? positions.get(node.id);
    if (at !== undefined && (names.has(node.id) || around.some((one) => names.has(one))))
      places[node.id] = { ...at, ...shifted(at, originAt(node.id)) };
  }
  const comes = (end: string) => ends(end).node in places;
  const bends = Object.entries(document.layout?.edges ?? {})
    .filter(([key]) => keyEnds(key).every(comes))
    .map(([key, layout]) => [key, movedEdge(layout, originAt(keyEnds(key)[1] ?? ""))] as const);
  return {
    nodes: taken.map(({ node }) => node),
    edges,
    places,
    bends: Object.fromEntries(bends),
    notes: notes.filter((note) => picked.notes?.includes(note.id)),
    groups: framed,
  };
}

export function clipToText({ nodes, edges, places, bends, notes, groups }: Clip): string {
  const layout = { nodes: places, edges: bends, notes, groups };
  return writeJson({ nodes, edges, layout } as unknown as Json, 2);
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
  const { notes = [], groups = [] } = layout ?? {};
  if (nodes.length + notes.length === 0) return null;
  // Text that was written by hand does not say where its steps stand.
  const positions = positionsOf(read.document);
  const worked = nodes.map(({ id }) => [id, positions.get(id) ?? { x: 0, y: 0 }]);
  const places = { ...Object.fromEntries(worked), ...layout?.nodes };
  return { nodes, edges, places, bends: layout?.edges ?? {}, notes, groups };
}

/**
 * Pastes with the upper left corner `at`. What it tells of are the new ids, without those of what nodes contain. Notes
 * stand on the canvas itself, from whose corner the graph's `origin` counts; frames are drawn in the document's own
 * graph alone.
 */
export function paste(
  document: WorkflowDocument,
  clip: Clip,
  scope: Scope,
  at: At,
  origin: At = { x: 0, y: 0 },
): Required<Picked> & { patches: Patch[] } {
  const taken = takenIds(document);
  const names = new Map<string, string>();
  for (const node of clip.nodes) rename(node as unknown as JsonObject, names, taken);
  const corner = cornerOf(clip);
  const by = { x: at.x - corner.x, y: at.y - corner.y };
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
    const moved = top.has(id) ? shifted(layout, by) : {};
    const value = { ...layout, ...moved } as unknown as JsonObject;
    patches.push({ op: "set", on: WORKFLOW, path: ["layout", "nodes", name], value });
  }
  for (const [key, layout] of Object.entries(clip.bends)) {
    const [from = "", to = ""] = keyEnds(key);
    if (!names.has(ends(from).node) || !names.has(to)) continue;
    const path = ["layout", "edges", edgeKey(renamedEnds({ from, to }, names))];
    const value = movedEdge(layout, top.has(to) ? by : undefined) as unknown as JsonObject;
    patches.push({ op: "set", on: WORKFLOW, path, value });
  }
  const notes = clip.notes.map((note) => {
    const { x = 0, y = 0 } = note;
    return { ...note, ...shifted(shifted({ x, y }, by), origin), id: freeId(note.id, taken) };
  });
  const groups = (scope === ROOT ? clip.groups : []).flatMap((group) => {
    const nodes = (group.nodes ?? []).flatMap((id) => (top.has(id) ? (names.get(id) ?? []) : []));
    return nodes.length === 0 ? [] : [{ ...group, nodes, id: freeId(group.id, taken) }];
  });
  const drawings = [
    ...notes.map((item) => ({ kind: "note", item }) as const),
    ...groups.map((item) => ({ kind: "group", item }) as const),
  ];
  for (const { kind, item } of drawings)
    patches.push({ op: "add", kind, scope: ROOT, item: item as unknown as JsonObject });
  return {
    nodes: clip.nodes.map((node) => names.get(node.id) ?? node.id),
    notes: notes.map((note) => note.id),
    groups: groups.map((group) => group.id),
    patches,
  };
}

const keyEnds = (key: string) => key.split("->");

function movedEdge(layout: EdgeLayout, by: At | undefined): EdgeLayout {
  const points = layout.points?.map((at) => shifted(at, by));
  return { ...layout, ...(points === undefined ? {} : { points }) };
}

function shifted({ x, y }: At, by: At | undefined): At {
  return by === undefined ? { x, y } : { x: Math.round(x + by.x), y: Math.round(y + by.y) };
}

/** The upper left one of all that is not within something else. */
export function cornerOf(clip: Clip): At {
  const places = [
    ...clip.nodes.flatMap((node) => clip.places[node.id] ?? []),
    ...clip.notes.map(({ x = 0, y = 0 }) => ({ x, y })),
  ];
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
