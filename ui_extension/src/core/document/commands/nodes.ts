/** Adding, removing and changing nodes. A command makes patches of a document; whoever keeps it applies them. */

import type { Activity } from "../../catalogue/activity.ts";
import { type End, ends } from "../../graph/ends.ts";
import { type Json, type JsonObject, keyBefore, withKey } from "../../json/json.ts";
import { writeJson } from "../../json/write.ts";
import { freeId, takenIds, wishFor } from "../ids.ts";
import { edgeKey, type Patch } from "../patches.ts";
import { renamedIn } from "../references.ts";
import type { Body, WorkflowDocument, WorkflowNode } from "../schema.gen.ts";
import { indexOf, ROOT, type Scope } from "../scopes.ts";
import { forgetEdges } from "./bends.ts";
import { connect, disconnect, renameEnds } from "./edges.ts";
import { joinAround } from "./join.ts";
import { type At, forget, layoutOf, place } from "./layout.ts";

/** `after`: the end that leads to the new node. `between`: the edge that it interrupts. */
export interface NewNode {
  readonly activity: Activity;
  readonly scope: Scope;
  readonly at: At;
  readonly after?: End;
  readonly between?: string;
  /** The port by which the interrupted edge goes on; absent when the node has none. */
  readonly port?: string | undefined;
}

export function addNode(document: WorkflowDocument, wanted: NewNode): { id: string; patches: Patch[] } {
  const { activity, scope, at } = wanted;
  const id = freeId(wishFor(activity.type), takenIds(document));
  const bodies = Object.fromEntries(activity.bodies.map((name) => [name, { nodes: [], edges: [] }]));
  const item: JsonObject = {
    id,
    type: activity.type,
    with: {},
    ...(activity.bodies.length === 0 ? {} : { bodies }),
  };
  const patches: Patch[] = [{ op: "add", kind: "node", scope, item }, place(document, id, at)];
  if (wanted.after !== undefined) patches.push(connect(scope, wanted.after, id));
  if (wanted.between !== undefined)
    patches.push(...interrupted(document, scope, wanted.between, id, wanted.port));
  return { id, patches };
}

function interrupted(
  document: WorkflowDocument,
  scope: Scope,
  key: string,
  id: string,
  port: string | undefined,
): Patch[] {
  const edge = indexOf(document)
    .graphs.get(scope)
    ?.edges.find((one) => edgeKey(one) === key);
  if (edge === undefined) return [];
  const onwards = port === undefined ? [] : [connect(scope, { node: id, port }, edge.to)];
  return [disconnect(key), ...forgetEdges(document, [key]), connect(scope, ends(edge.from), id), ...onwards];
}

/**
 * Removes nodes with their edges, their places and all that they contain, and edges of their own. What led to a node
 * leads on to what came behind it, as `joinAround` says.
 */
export function remove(
  document: WorkflowDocument,
  nodes: Iterable<string>,
  edges: Iterable<string> = [],
): Patch[] {
  const index = indexOf(document);
  const going = new Set([...nodes].filter((id) => index.nodes.has(id)));
  const outermost = [...going].filter((id) => !index.nodes.get(id)?.around.some((one) => going.has(one)));
  const keys = new Set(edges);
  for (const graph of index.graphs.values()) {
    if (graph.container !== null && isWithin(document, graph.container, going)) continue;
    for (const edge of graph.edges) {
      if (going.has(ends(edge.from).node) || going.has(ends(edge.to).node)) keys.add(edgeKey(edge));
    }
  }
  const everything = [...index.nodes.values()].filter(
    ({ node, around }) => going.has(node.id) || around.some((one) => going.has(one)),
  );
  return [
    ...[...keys].map(disconnect),
    ...forgetEdges(document, keys),
    ...everything.flatMap(({ node }) => forget(document, node.id)),
    ...leaveGroups(document, new Set(everything.map(({ node }) => node.id))),
    ...outermost.map((id): Patch => ({ op: "remove", kind: "node", id })),
    ...joinAround(document, new Set(outermost)),
  ];
}

/** Sets one key, however deep; absence of a value takes it away, and what is empty then. */
export function setField(id: string, path: readonly string[], value: Json | undefined): Patch[] {
  const on = { kind: "node", id } as const;
  if (value === undefined) return [{ op: "unset", on, path, prune: path.length - 1 }];
  return [{ op: "set", on, path, value }];
}

export function setDisabled(ids: Iterable<string>, isDisabled: boolean): Patch[] {
  return [...ids].flatMap((id) => setField(id, ["disabled"], isDisabled ? true : undefined));
}

/** Gives a node another id, wherever it is named: edges, expressions, its place, groups. */
export function renameNode(document: WorkflowDocument, from: string, to: string): Patch[] {
  const index = indexOf(document);
  const placed = index.nodes.get(from);
  const graph = placed === undefined ? undefined : index.graphs.get(placed.scope);
  if (graph === undefined || index.nodes.has(to)) return [];
  const layout = layoutOf(document, from) as unknown as JsonObject | undefined;
  const places = (document.layout?.nodes ?? {}) as unknown as JsonObject;
  const moved: Patch[] =
    layout === undefined
      ? []
      : [
          {
            op: "set",
            on: { kind: "workflow" },
            path: ["layout", "nodes", to],
            value: layout,
            after: keyBefore(places, from),
          },
          { op: "unset", on: { kind: "workflow" }, path: ["layout", "nodes", from] },
        ];
  return [
    ...referencesRenamed(document, from, to),
    { op: "set", on: { kind: "node", id: from }, path: ["id"], value: to },
    ...renameEnds(document, graph, (end) => (end.node === from ? { ...end, node: to } : end)),
    ...moved,
    ...groupsWith(document, (nodes) => nodes.map((node) => (node === from ? to : node))),
  ];
}

/** Every key of nodes, bodies and the workflow itself whose expressions read the step. */
function referencesRenamed(document: WorkflowDocument, from: string, to: string): Patch[] {
  const names = new Map([[from, to]]);
  const patches: Patch[] = [];
  const rename = (on: (Patch & { op: "set" })["on"], key: string, value: unknown) => {
    const renamed = renamedIn(value as Json, names);
    if (renamed !== value && writeJson(renamed) !== writeJson(value as Json))
      patches.push({ op: "set", on, path: [key], value: renamed });
  };
  const untouched = new Set(["id", "type", "title", "note", "bodies", "labels", "connection"]);
  for (const { node } of indexOf(document).nodes.values()) {
    for (const [key, value] of Object.entries(node)) {
      if (!untouched.has(key)) rename({ kind: "node", id: node.id }, key, value);
    }
    for (const [name, body] of Object.entries(node.bodies ?? {})) {
      const output = (body as Body).output;
      if (output !== undefined) rename({ kind: "body", scope: `${node.id}/${name}` }, "output", output);
    }
  }
  if (document.output !== undefined) rename({ kind: "workflow" }, "output", document.output);
  return patches;
}

/** Those that go are no longer named by the frames around them; a frame around nothing goes too. */
export function leaveGroups(document: WorkflowDocument, going: ReadonlySet<string>): Patch[] {
  return groupsWith(document, (nodes) => nodes.filter((node) => !going.has(node)));
}

function groupsWith(
  document: WorkflowDocument,
  change: (nodes: readonly string[]) => readonly string[],
): Patch[] {
  return (document.layout?.groups ?? []).flatMap((group): Patch[] => {
    const before = group.nodes ?? [];
    const after = change(before);
    if (after.join() === before.join()) return [];
    if (after.length === 0) return [{ op: "remove", kind: "group", id: group.id }];
    return [{ op: "set", on: { kind: "group", id: group.id }, path: ["nodes"], value: after }];
  });
}

function isWithin(document: WorkflowDocument, id: string, containers: ReadonlySet<string>): boolean {
  return (
    containers.has(id) ||
    (indexOf(document)
      .nodes.get(id)
      ?.around.some((one) => containers.has(one)) ??
      false)
  );
}

/** A node's own keys as text is edited as a whole: `id` stays what it was. */
export function replaceNode(document: WorkflowDocument, id: string, value: JsonObject): Patch[] {
  const old = indexOf(document).nodes.get(id)?.node as unknown as JsonObject | undefined;
  if (old === undefined) return [];
  const on = { kind: "node", id } as const;
  const next = withKey(value, "id", id);
  const gone = Object.keys(old).filter((key) => !(key in next));
  return [
    ...gone.map((key): Patch => ({ op: "unset", on, path: [key] })),
    ...Object.entries(next).flatMap(([key, inner]): Patch[] =>
      old[key] !== undefined && writeJson(inner as Json) === writeJson(old[key])
        ? []
        : [{ op: "set", on, path: [key], value: inner as Json }],
    ),
  ];
}

export function scopeOfNode(document: WorkflowDocument, id: string): Scope {
  return indexOf(document).nodes.get(id)?.scope ?? ROOT;
}

export function nodeOf(document: WorkflowDocument, id: string): WorkflowNode | undefined {
  return indexOf(document).nodes.get(id)?.node;
}
