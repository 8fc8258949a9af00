/** Two versions in one drawing: the later one, with what it no longer has put back where it stood. */

import type { JsonObject } from "../json/json.ts";
import { edgeKey } from "./patches.ts";
import type { WorkflowDocument, WorkflowEdge, WorkflowNode } from "./schema.gen.ts";
import { indexOf, listIn, type Scope, withGraph } from "./scopes.ts";

/** Nodes by id and edges by key that only `before` has; those whose surroundings are gone too come with them. */
export function overlaid(before: WorkflowDocument, after: WorkflowDocument): WorkflowDocument {
  const [old, now] = [indexOf(before), indexOf(after)];
  let result = after;
  for (const graph of old.graphs.values()) {
    for (const node of graph.nodes)
      if (!now.nodes.has(node.id)) result = put(result, graph.scope, "nodes", node);
  }
  for (const graph of old.graphs.values()) {
    const present = new Set(now.graphs.get(graph.scope)?.edges.map(edgeKey));
    for (const edge of graph.edges)
      if (!present.has(edgeKey(edge))) result = put(result, graph.scope, "edges", edge);
  }
  const nodes = { ...before.layout?.nodes, ...after.layout?.nodes };
  return { ...result, layout: { ...after.layout, nodes } };
}

/** The document with one more thing in a graph, unless the graph is not there, or the thing came with its container. */
function put(
  document: WorkflowDocument,
  scope: Scope,
  list: "nodes" | "edges",
  item: WorkflowNode | WorkflowEdge,
): WorkflowDocument {
  const graph = indexOf(document).graphs.get(scope);
  const isThere =
    graph === undefined ||
    (list === "nodes"
      ? graph.nodes.some((node) => node.id === (item as WorkflowNode).id)
      : graph.edges.some((edge) => edgeKey(edge) === edgeKey(item as WorkflowEdge)));
  if (isThere) return document;
  const changed = withGraph(document as unknown as JsonObject, scope, (known) => ({
    ...known,
    [list]: [...listIn(known, list), item as unknown as JsonObject],
  }));
  return (changed ?? document) as unknown as WorkflowDocument;
}
