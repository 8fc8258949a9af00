/** A workflow as a tree that can be read aloud: each step with what it follows, bodies below their containers. */

import type { WorkflowDocument } from "@/core/document/schema.gen";
import { indexOf, ROOT, type Scope } from "@/core/document/scopes";
import { ranksIn } from "@/core/geometry/positions";
import { ends } from "@/core/graph/ends";

export interface Row {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly level: number;
  readonly body: string | null;
  /** Titles, with the port where it is not `out`: `Check (rejected)`. */
  readonly follows: readonly string[];
  readonly hasChildren: boolean;
  /** Switched off. */
  readonly isOff: boolean;
}

export function outlineRows(document: WorkflowDocument): readonly Row[] {
  const index = indexOf(document);
  const rows: Row[] = [];
  visit(ROOT, 1, null);
  return rows;

  function visit(scope: Scope, level: number, body: string | null): void {
    const graph = index.graphs.get(scope);
    if (graph === undefined) return;
    const ranks = ranksIn(graph);
    const inOrder = [...graph.nodes].sort((a, b) => (ranks.get(a.id) ?? 0) - (ranks.get(b.id) ?? 0));
    for (const node of inOrder) {
      const bodies = Object.keys(node.bodies ?? {});
      const follows = graph.edges.flatMap((edge) => {
        if (ends(edge.to).node !== node.id) return [];
        const from = ends(edge.from);
        const title = index.nodes.get(from.node)?.node.title ?? from.node;
        return [from.port === "out" ? title : `${title} (${from.port})`];
      });
      const hasChildren = bodies.some(
        (name) => (index.graphs.get(`${node.id}/${name}`)?.nodes.length ?? 0) > 0,
      );
      rows.push({
        id: node.id,
        title: node.title ?? node.id,
        type: node.type,
        level,
        body,
        follows,
        hasChildren,
        isOff: node.disabled === true,
      });
      for (const name of bodies) visit(`${node.id}/${name}`, level + 1, name);
    }
  }
}
