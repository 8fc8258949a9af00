/**
 * Where a person has bent an edge. Points count as the nodes of the edge's graph do; the layout keeps them by the
 * edge's key. Edges without any are routed.
 */

import { ends } from "../../graph/ends.ts";
import type { JsonObject } from "../../json/json.ts";
import { edgeKey, type Patch, WORKFLOW } from "../patches.ts";
import type { EdgeLayout, WorkflowDocument, WorkflowEdge } from "../schema.gen.ts";
import { indexOf } from "../scopes.ts";
import type { At } from "./layout.ts";

const NONE: readonly At[] = [];

export function bendsOf(document: WorkflowDocument, key: string): readonly At[] {
  return document.layout?.edges?.[key]?.points ?? NONE;
}

/** No points: the edge is routed again. What a person wrote on it stays. */
export function bendEdge(document: WorkflowDocument, key: string, points: readonly At[]): Patch[] {
  const known: EdgeLayout = document.layout?.edges?.[key] ?? {};
  const { points: _, ...rest } = known;
  const rounded = points.map((at) => ({ x: Math.round(at.x), y: Math.round(at.y) }));
  const next = rounded.length === 0 ? rest : { ...rest, points: rounded };
  const path = ["layout", "edges", key];
  if (Object.keys(next).length > 0)
    return [{ op: "set", on: WORKFLOW, path, value: next as unknown as JsonObject }];
  return forgetEdges(document, [key]);
}

/** What the layout knows of edges that are not there any more. */
export function forgetEdges(document: WorkflowDocument, keys: Iterable<string>): Patch[] {
  const known = document.layout?.edges ?? {};
  return [...keys].flatMap((key): Patch[] =>
    key in known ? [{ op: "unset", on: WORKFLOW, path: ["layout", "edges", key] }] : [],
  );
}

/** The edges between these nodes are routed again. */
export function straighten(document: WorkflowDocument, nodes: { has(id: string): boolean }): Patch[] {
  return bentAmong(document, nodes).flatMap((edge) => bendEdge(document, edgeKey(edge), []));
}

/** Bends go along when both ends of their edge go the same way. `by`: how far each node goes. */
export function moveBends(document: WorkflowDocument, by: ReadonlyMap<string, At>): Patch[] {
  return bentAmong(document, by).flatMap((edge) => {
    const [one, other] = [by.get(ends(edge.from).node), by.get(ends(edge.to).node)];
    if (one === undefined || one.x !== other?.x || one.y !== other.y) return [];
    const key = edgeKey(edge);
    const points = bendsOf(document, key).map((at) => ({ x: at.x + one.x, y: at.y + one.y }));
    return bendEdge(document, key, points);
  });
}

function bentAmong(document: WorkflowDocument, nodes: { has(id: string): boolean }): WorkflowEdge[] {
  if (Object.keys(document.layout?.edges ?? {}).length === 0) return [];
  return [...indexOf(document).graphs.values()].flatMap((graph) =>
    graph.edges.filter(
      (edge) =>
        bendsOf(document, edgeKey(edge)).length > 0 &&
        nodes.has(ends(edge.from).node) &&
        nodes.has(ends(edge.to).node),
    ),
  );
}
