/** A frame takes the nodes that it is drawn around along; notes that lie in it stay. */

import type { NodeChange, NodePositionChange } from "@xyflow/react";
import type { DrawnNode } from "./mapping";

/** The changes, and those of what is in the frames that they move. */
export function withMembers(
  changes: NodeChange<DrawnNode>[],
  nodes: readonly DrawnNode[],
): NodeChange<DrawnNode>[] {
  const moving = changes.filter((change) => change.type === "position");
  if (!moving.some((change) => change.id.startsWith("group:"))) return changes;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const told = new Set(moving.map((change) => change.id));
  const along: NodePositionChange[] = [];
  for (const change of moving) {
    const frame = byId.get(change.id);
    if (frame?.type !== "frame") continue;
    const at = change.position ?? frame.position;
    const [dx, dy] = [at.x - frame.position.x, at.y - frame.position.y];
    for (const id of frame.data.group.nodes ?? []) {
      const node = byId.get(id);
      if (node === undefined || node.parentId !== undefined || told.has(id)) continue;
      told.add(id);
      const position = { x: node.position.x + dx, y: node.position.y + dy };
      along.push({
        type: "position",
        id,
        position,
        ...(change.dragging === undefined ? {} : { dragging: change.dragging }),
      });
    }
  }
  return [...changes, ...along];
}
