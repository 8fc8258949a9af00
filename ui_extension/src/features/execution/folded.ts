import type { WorkflowDocument } from "@/core/document/schema.gen";
import { positionsOf } from "@/core/geometry/positions";

/** The document with some containers closed or opened, for whoever looks only. */
export function folded(document: WorkflowDocument, folds: ReadonlyMap<string, boolean>): WorkflowDocument {
  if (folds.size === 0) return document;
  const nodes = { ...document.layout?.nodes };
  const positions = positionsOf(document);
  for (const [id, collapsed] of folds) {
    const at = positions.get(id) ?? { x: 0, y: 0 };
    nodes[id] = { x: at.x, y: at.y, ...nodes[id], collapsed };
  }
  return { ...document, layout: { ...document.layout, nodes } };
}
