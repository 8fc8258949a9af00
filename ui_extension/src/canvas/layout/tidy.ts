/**
 * Tidies a graph by ELK's layered layout, in a worker that is loaded when it is first asked for. Bodies are laid out
 * before what contains them, each on its own, so that a container's size is known when its own graph's turn comes.
 */

import type { ElkNode } from "elkjs/lib/elk-api";
import type { Catalogue } from "@/core/catalogue/activity";
import type { WorkflowDocument } from "@/core/document/schema.gen";
import { type Graph, indexOf } from "@/core/document/scopes";
import { positionsOf } from "@/core/geometry/positions";
import type { Point } from "@/core/geometry/shapes";
import { portAt, type Sizes, sizesOf } from "@/core/geometry/sizes";
import { ends } from "@/core/graph/ends";

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.spacing.nodeNode": "40",
  "elk.layered.spacing.nodeNodeBetweenLayers": "88",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
  "elk.layered.nodePlacement.favorStraightEdges": "true",
};

type Ask = (graph: ElkNode) => Promise<ElkNode>;

/** New places of all nodes, or of the `chosen` alone: these keep the corner that they have together. */
export async function tidy(
  document: WorkflowDocument,
  catalogue: Catalogue,
  chosen: ReadonlySet<string> | null,
  ask: Ask = askWorker(),
): Promise<ReadonlyMap<string, Point>> {
  const places = new Map(positionsOf(document));
  const moved = new Map<string, Point>();
  const graphs = [...indexOf(document).graphs.values()].reverse();
  for (const graph of graphs) {
    const nodes = graph.nodes.filter((node) => chosen === null || chosen.has(node.id)).map((node) => node.id);
    if (nodes.length === 0 || (chosen !== null && nodes.length < 2)) continue;
    const corner = chosen === null ? { x: 0, y: 0 } : cornerOf(nodes, places);
    const laid = await ask(elkGraph(graph, new Set(nodes), sizesOf(document, catalogue, places)));
    for (const node of laid.children ?? []) {
      const at = {
        x: Math.round((node.x ?? 0) - 12 + corner.x),
        y: Math.round((node.y ?? 0) - 12 + corner.y),
      };
      places.set(node.id, at);
      moved.set(node.id, at);
    }
  }
  return moved;
}

function cornerOf(ids: readonly string[], places: ReadonlyMap<string, Point>): Point {
  const points = ids.flatMap((id) => places.get(id) ?? []);
  return { x: Math.min(...points.map((one) => one.x)), y: Math.min(...points.map((one) => one.y)) };
}

function elkGraph(graph: Graph, nodes: ReadonlySet<string>, sizes: Sizes): ElkNode {
  const children: ElkNode[] = [];
  for (const { id } of graph.nodes) {
    const size = sizes.get(id);
    if (size === undefined || !nodes.has(id)) continue;
    const used = new Set(
      graph.edges.flatMap((edge) => (ends(edge.from).node === id ? [ends(edge.from).port] : [])),
    );
    children.push({
      id,
      width: size.width,
      height: size.height,
      layoutOptions: { "elk.portConstraints": "FIXED_POS" },
      ports: [
        { id: `${id}:`, x: 0, y: 28, layoutOptions: { "elk.port.side": "WEST" } },
        ...[...used].map((port) => {
          const { x, y, side } = portAt(size, port);
          return {
            id: `${id}:${port}`,
            x,
            y,
            layoutOptions: { "elk.port.side": side === "right" ? "EAST" : "SOUTH" },
          };
        }),
      ],
    });
  }
  const known = new Set(children.map((child) => child.id));
  const edges = graph.edges.flatMap((edge, index) => {
    const [from, to] = [ends(edge.from), ends(edge.to)];
    if (!known.has(from.node) || !known.has(to.node)) return [];
    return [{ id: `e${index}`, sources: [`${from.node}:${from.port}`], targets: [`${to.node}:`] }];
  });
  return { id: "graph", layoutOptions: OPTIONS, children, edges };
}

let worker: Worker | null = null;
let lastKey = 0;

function askWorker(): Ask {
  worker ??= new Worker(new URL("./tidy.worker.ts", import.meta.url), { type: "module" });
  const asked = worker;
  return (graph) =>
    new Promise((resolve, reject) => {
      lastKey += 1;
      const key = lastKey;
      asked.addEventListener(
        "message",
        function answered(event: MessageEvent<{ key: number; graph?: ElkNode; error?: string }>) {
          if (event.data.key !== key) return;
          asked.removeEventListener("message", answered);
          if (event.data.graph === undefined) reject(new Error(event.data.error));
          else resolve(event.data.graph);
        },
      );
      asked.postMessage({ key, graph });
    });
}
