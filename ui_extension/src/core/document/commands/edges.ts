/** Drawing edges, renaming their ends and taking them away. Whether one may be drawn, `graph/legality` says. */

import { type End, ends, endText } from "../../graph/ends.ts";
import type { Json } from "../../json/json.ts";
import { edgeKey, type Patch, WORKFLOW } from "../patches.ts";
import type { WorkflowDocument } from "../schema.gen.ts";
import type { Graph, Scope } from "../scopes.ts";
import { forgetEdges } from "./bends.ts";

export function connect(scope: Scope, from: End, to: string): Patch {
  return { op: "add", kind: "edge", scope, item: { from: endText(from.node, from.port), to } };
}

export function disconnect(key: string): Patch {
  return { op: "remove", kind: "edge", id: key };
}

/** Every edge keeps its place in the list, and what the layout knows of it. Ends may swap their names. */
export function renameEnds(document: WorkflowDocument, graph: Graph, rename: (end: End) => End): Patch[] {
  const gone: string[] = [];
  const come: Patch[] = [];
  let before: string | null = null;
  for (const edge of graph.edges) {
    const key = edgeKey(edge);
    const item = { from: renamed(edge.from, rename), to: renamed(edge.to, rename) };
    const next = edgeKey(item);
    if (next !== key) {
      gone.push(key);
      come.push({ op: "add", kind: "edge", scope: graph.scope, item, after: before });
      const known = document.layout?.edges?.[key];
      if (known !== undefined)
        come.push({ op: "set", on: WORKFLOW, path: ["layout", "edges", next], value: known as Json });
    }
    before = next;
  }
  return [...gone.map(disconnect), ...forgetEdges(document, gone), ...come];
}

function renamed(text: string, rename: (end: End) => End): string {
  const { node, port } = rename(ends(text));
  return endText(node, port);
}
