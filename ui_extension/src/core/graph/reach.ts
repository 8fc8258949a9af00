/** Who can come before whom, within one graph. */

import type { WorkflowDocument, WorkflowEdge } from "../document/schema.gen.ts";
import { type Graph, indexOf } from "../document/scopes.ts";
import { ends } from "./ends.ts";

/** The nodes from which edges lead to this one, near or far; those that come first, first. Itself only in a cycle. */
export function ancestorsIn(graph: Graph, node: string): readonly string[] {
  const incoming = sourcesByTarget(graph.edges);
  const seen = new Set<string>();
  const order: string[] = [];
  visit(node);
  return order;

  function visit(id: string): void {
    for (const source of incoming.get(id) ?? []) {
      if (seen.has(source)) continue;
      seen.add(source);
      visit(source);
      order.push(source);
    }
  }
}

/** All that an expression in this node may read: its ancestors, and its containers' with theirs, the nearest last. */
export function readableFrom(document: WorkflowDocument, node: string): readonly string[] {
  const index = indexOf(document);
  const readable: string[] = [];
  let id: string | null = node;
  while (id !== null) {
    const graph = index.graphs.get(index.nodes.get(id)?.scope ?? "");
    if (graph === undefined) break;
    readable.unshift(...ancestorsIn(graph, id).filter((one) => one !== id));
    id = graph.container;
  }
  return readable;
}

/** Whether edges lead from one node to the other, near or far. */
export function leadsTo(graph: Graph, from: string, to: string): boolean {
  return ancestorsIn(graph, to).includes(from);
}

/** The nodes that stand in a cycle. */
export function cyclic(graph: Graph): ReadonlySet<string> {
  return new Set(graph.nodes.map((node) => node.id).filter((id) => leadsTo(graph, id, id)));
}

function sourcesByTarget(edges: readonly WorkflowEdge[]): ReadonlyMap<string, string[]> {
  const incoming = new Map<string, string[]>();
  for (const edge of edges) {
    const target = ends(edge.to).node;
    incoming.set(target, [...(incoming.get(target) ?? []), ends(edge.from).node]);
  }
  return incoming;
}
