/**
 * Where each node stands, from the corner of its own graph. What the layout does not say is worked out: a node that was
 * written by hand stands behind those that lead to it, below everything that a person has placed.
 */

import type { WorkflowDocument, WorkflowNode } from "../document/schema.gen.ts";
import { type Graph, indexOf, scopeOf } from "../document/scopes.ts";
import { ends } from "../graph/ends.ts";
import { around, type Point, type Positions } from "./shapes.ts";
import { areaAround, CARD_WIDTH_PX, containerAround, headHeight } from "./sizes.ts";

const BESIDE_PX = 80;
const BELOW_PX = 56;
/** A container leaves by what it made and by what failed in it: activities are not known here. */
const CONTAINER_ROWS = 2;

export function positionsOf(document: WorkflowDocument): Positions {
  const known = new Positioned(document);
  // Bodies first: a container takes as much room as what it holds.
  for (const graph of [...indexOf(document).graphs.values()].reverse()) known.place(graph);
  return known.positions;
}

class Positioned {
  readonly positions = new Map<string, Point>();
  readonly #placed: NonNullable<NonNullable<WorkflowDocument["layout"]>["nodes"]>;
  readonly #graphs: ReadonlyMap<string, Graph>;
  /** The ports that edges leave a node by, other than `out`. */
  readonly #named = new Map<string, Set<string>>();

  constructor(document: WorkflowDocument) {
    this.#placed = document.layout?.nodes ?? {};
    this.#graphs = indexOf(document).graphs;
  }

  place(graph: Graph): void {
    const left = new Map<string, WorkflowNode>();
    for (const node of graph.nodes) {
      const at = this.#placed[node.id];
      if (at === undefined) left.set(node.id, node);
      else this.positions.set(node.id, { x: at.x, y: at.y });
    }
    for (const edge of graph.edges) {
      const { node, port } = ends(edge.from);
      if (port !== "out") this.#named.set(node, (this.#named.get(node) ?? new Set()).add(port));
    }
    if (left.size > 0) this.#inColumns(graph, left);
  }

  #inColumns(graph: Graph, wanted: ReadonlyMap<string, WorkflowNode>): void {
    const placed = graph.nodes.filter((node) => !wanted.has(node.id));
    const bottoms = placed.map((node) => (this.positions.get(node.id)?.y ?? 0) + this.#extent(node).height);
    const top = Math.max(0, ...bottoms.map((bottom) => bottom + BELOW_PX));
    const columns = new Map<number, WorkflowNode[]>();
    for (const [id, rank] of ranksIn(graph)) {
      const node = wanted.get(id);
      if (node !== undefined) columns.set(rank, [...(columns.get(rank) ?? []), node]);
    }
    let x = 0;
    for (const rank of [...columns.keys()].sort((a, b) => a - b)) {
      let [y, wide] = [top, 0];
      for (const node of columns.get(rank) ?? []) {
        const { width, height } = this.#extent(node);
        this.positions.set(node.id, { x, y });
        y += height + BELOW_PX;
        wide = Math.max(wide, width);
      }
      x += wide + BESIDE_PX;
    }
  }

  /** How much room it takes, as far as it can be told without its activity: its ports are those that edges name. */
  #extent(node: WorkflowNode): { width: number; height: number } {
    const bodies = Object.keys(node.bodies ?? {});
    const named = this.#named.get(node.id)?.size ?? 0;
    const rows = Math.max(named === 0 ? 0 : named + 1, bodies.length === 0 ? 0 : CONTAINER_ROWS);
    const card = { width: CARD_WIDTH_PX, height: headHeight(rows) };
    if (bodies.length === 0 || this.#placed[node.id]?.collapsed === true) return card;
    const areas = bodies.map((body) => areaAround(this.#inside(scopeOf(node.id, body))));
    return containerAround(card.height, areas);
  }

  #inside(scope: string) {
    const graph = this.#graphs.get(scope);
    if (graph === undefined) return null;
    return around(
      graph.nodes.map((node) => ({
        ...(this.positions.get(node.id) ?? { x: 0, y: 0 }),
        ...this.#extent(node),
      })),
    );
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
