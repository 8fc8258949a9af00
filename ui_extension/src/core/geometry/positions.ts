/**
 * Where each node stands, from the corner of its own graph. What the layout does not say is worked out: a node that was
 * written by hand stands behind those that lead to it, below everything that a person has placed.
 */

import type { WorkflowDocument } from "../document/schema.gen.ts";
import { type Graph, indexOf } from "../document/scopes.ts";
import { ends } from "../graph/ends.ts";
import type { Point } from "./shapes.ts";

export type Positions = ReadonlyMap<string, Point>;

const COLUMN_PX = 320;
const ROW_PX = 112;
const CONTAINER_ROW_PX = 320;
const CONTAINER_COLUMN_PX = 640;

export function positionsOf(document: WorkflowDocument): Positions {
  const positions = new Map<string, Point>();
  for (const graph of indexOf(document).graphs.values()) inGraph(document, graph, positions);
  return positions;
}

function inGraph(document: WorkflowDocument, graph: Graph, positions: Map<string, Point>): void {
  const placed = document.layout?.nodes ?? {};
  let lowest = -ROW_PX;
  const unplaced: string[] = [];
  for (const node of graph.nodes) {
    const at = placed[node.id];
    if (at === undefined) {
      unplaced.push(node.id);
    } else {
      positions.set(node.id, { x: at.x, y: at.y });
      lowest = Math.max(lowest, at.y);
    }
  }
  if (unplaced.length > 0) inColumns(graph, new Set(unplaced), lowest + ROW_PX, positions);
}

function inColumns(
  graph: Graph,
  wanted: ReadonlySet<string>,
  top: number,
  positions: Map<string, Point>,
): void {
  const columns = new Map<number, string[]>();
  for (const [id, rank] of ranksIn(graph)) {
    if (wanted.has(id)) columns.set(rank, [...(columns.get(rank) ?? []), id]);
  }
  const isWide = new Map(graph.nodes.map((node) => [node.id, Object.keys(node.bodies ?? {}).length > 0]));
  let x = 0;
  for (const rank of [...columns.keys()].sort((a, b) => a - b)) {
    let y = top;
    const ids = columns.get(rank) ?? [];
    for (const id of ids) {
      positions.set(id, { x, y });
      y += isWide.get(id) === true ? CONTAINER_ROW_PX : ROW_PX;
    }
    x += ids.some((id) => isWide.get(id) === true) ? CONTAINER_COLUMN_PX : COLUMN_PX;
  }
}

/** The longest way from a beginning. Edges of a cycle that lead back do not count. */
export function ranksIn(graph: Graph): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>(graph.nodes.map((node) => [node.id, 0]));
  const { outgoing, waits } = neighbours(graph, ranks);
  const left = new Set(ranks.keys());
  let ready = [...left].filter((id) => waits.get(id) === 0);
  while (left.size > 0) {
    // In a cycle nothing is ready: the first one left begins.
    const now = (ready.length > 0 ? ready : [...left].slice(0, 1)).filter((id) => left.delete(id));
    ready = now.flatMap((id) =>
      (outgoing.get(id) ?? []).filter((target) => left.has(target) && arrived(id, target)),
    );
  }
  return ranks;

  function arrived(source: string, target: string): boolean {
    ranks.set(target, Math.max(ranks.get(target) ?? 0, (ranks.get(source) ?? 0) + 1));
    const more = (waits.get(target) ?? 0) - 1;
    waits.set(target, more);
    return more === 0;
  }
}

/** Who follows whom, and how many each still waits for. */
function neighbours(graph: Graph, known: ReadonlyMap<string, number>) {
  const outgoing = new Map<string, string[]>(graph.nodes.map((node) => [node.id, []]));
  const waits = new Map<string, number>(graph.nodes.map((node) => [node.id, 0]));
  for (const edge of graph.edges) {
    const [from, to] = [ends(edge.from).node, ends(edge.to).node];
    if (!known.has(from) || !known.has(to)) continue;
    outgoing.get(from)?.push(to);
    waits.set(to, (waits.get(to) ?? 0) + 1);
  }
  return { outgoing, waits };
}
