/**
 * Where everything in a document stands.
 *
 * A scope is one graph: "" is the document's own, "each/body" the body `body` of the container `each`. Node ids are
 * unique in the whole document, so a node has one scope, and an edge that of its source.
 */

import { isList, isObject, type Json, type JsonObject, withKey } from "../json/json.ts";
import type { WorkflowDocument, WorkflowEdge, WorkflowNode } from "./schema.gen.ts";

export type Scope = string;
export const ROOT: Scope = "";

/** A node in its place. `around` are the containers about it, the outermost first. */
export interface Placed {
  readonly node: WorkflowNode;
  readonly scope: Scope;
  readonly around: readonly string[];
}

/** One graph of the document. `container` and `body` are absent for the document's own. */
export interface Graph {
  readonly scope: Scope;
  readonly container: string | null;
  readonly body: string | null;
  readonly nodes: readonly WorkflowNode[];
  readonly edges: readonly WorkflowEdge[];
}

export interface Index {
  readonly nodes: ReadonlyMap<string, Placed>;
  readonly graphs: ReadonlyMap<Scope, Graph>;
}

const known = new WeakMap<WorkflowDocument, Index>();

/** Documents are never changed in place, so each is looked through once. */
export function indexOf(document: WorkflowDocument): Index {
  const found = known.get(document);
  if (found !== undefined) return found;
  const nodes = new Map<string, Placed>();
  const graphs = new Map<Scope, Graph>();
  visit(document, ROOT, null, null, []);
  const index = { nodes, graphs };
  known.set(document, index);
  return index;

  function visit(
    part: { nodes?: readonly WorkflowNode[]; edges?: readonly WorkflowEdge[] },
    scope: Scope,
    container: string | null,
    body: string | null,
    around: readonly string[],
  ): void {
    const graph = { scope, container, body, nodes: part.nodes ?? [], edges: part.edges ?? [] };
    graphs.set(scope, graph);
    for (const node of graph.nodes) {
      if (!nodes.has(node.id)) nodes.set(node.id, { node, scope, around });
      for (const [name, inner] of Object.entries(node.bodies ?? {})) {
        visit(inner, scopeOf(node.id, name), node.id, name, [...around, node.id]);
      }
    }
  }
}

/** The containers around a node that hide it, the outermost first. */
export function collapsedAround(document: WorkflowDocument, id: string): readonly string[] {
  const { around = [] } = indexOf(document).nodes.get(id) ?? {};
  return around.filter((one) => document.layout?.nodes?.[one]?.collapsed === true);
}

export function scopeOf(container: string, body: string): Scope {
  return `${container}/${body}`;
}

/** The container and the body that a scope names; null for the document's own graph. */
export function ownerOf(scope: Scope): { container: string; body: string } | null {
  const slash = scope.indexOf("/");
  return slash < 0 ? null : { container: scope.slice(0, slash), body: scope.slice(slash + 1) };
}

/** A copy of the document in which one graph is another. Null when there is no such scope. */
export function withGraph(
  document: JsonObject,
  scope: Scope,
  change: (graph: JsonObject) => JsonObject,
): JsonObject | null {
  const owner = ownerOf(scope);
  if (owner === null) return change(document);
  const around = indexOf(document as unknown as WorkflowDocument).nodes.get(owner.container);
  if (around === undefined) return null;
  return withGraph(document, around.scope, (graph) =>
    withNode(graph, owner.container, (node) => {
      const bodies = isObject(node["bodies"]) ? node["bodies"] : {};
      const body = bodies[owner.body];
      return withKey(node, "bodies", withKey(bodies, owner.body, change(isObject(body) ? body : {})));
    }),
  );
}

/** A copy of a graph in which one of its own nodes is another. */
export function withNode(
  graph: JsonObject,
  id: string,
  change: (node: JsonObject) => JsonObject,
): JsonObject {
  const nodes = listIn(graph, "nodes").map((node) =>
    isObject(node) && node["id"] === id ? change(node) : node,
  );
  return withKey(graph, "nodes", nodes);
}

export function listIn(graph: JsonObject, key: string): readonly Json[] {
  const list = graph[key];
  return isList(list) ? list : [];
}
