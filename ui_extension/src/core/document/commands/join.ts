/** What led to steps that go away leads on to what came behind them. */

import { ends } from "../../graph/ends.ts";
import type { Patch } from "../patches.ts";
import type { WorkflowDocument, WorkflowEdge } from "../schema.gen.ts";
import { type Graph, indexOf } from "../scopes.ts";
import { connect } from "./edges.ts";

/**
 * Only where there is no doubt about it: one edge leads to them, one leads on from there, and by the way that is taken
 * when all went well.
 */
export function joinAround(document: WorkflowDocument, going: ReadonlySet<string>): Patch[] {
  return [...indexOf(document).graphs.values()].flatMap((graph) =>
    throughs(graph, going).flatMap(([before, behind]) => {
      const from = ends(before.from);
      const isThere = graph.edges.some((edge) => edge.from === before.from && edge.to === behind.to);
      return isThere ? [] : [connect(graph.scope, from, ends(behind.to).node)];
    }),
  );
}

/** The edge before and the edge behind of each chain that goes away. */
function throughs(graph: Graph, going: ReadonlySet<string>): [WorkflowEdge, WorkflowEdge][] {
  const isGoing = (end: string) => going.has(ends(end).node);
  const before = graph.edges.filter((edge) => !isGoing(edge.from) && isGoing(edge.to));
  if (before.length === 0) return [];
  const reached = new Map(
    before.map((edge) => {
      const chain = reach(graph, ends(edge.to).node, going);
      return [edge, graph.edges.filter((one) => chain.has(ends(one.from).node) && !isGoing(one.to))] as const;
    }),
  );
  return before.flatMap((edge): [WorkflowEdge, WorkflowEdge][] => {
    const [behind, ...more] = reached.get(edge) ?? [];
    if (behind === undefined || more.length > 0 || ends(behind.from).port !== "out") return [];
    const isLone = before.every((other) => other === edge || !reached.get(other)?.includes(behind));
    return isLone ? [[edge, behind]] : [];
  });
}

function reach(graph: Graph, first: string, going: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set([first]);
  // A set that grows while it is gone through is gone through to its end.
  for (const id of found) {
    for (const edge of graph.edges) {
      const to = ends(edge.to).node;
      if (ends(edge.from).node === id && going.has(to)) found.add(to);
    }
  }
  return found;
}
