import type { Point } from "@/core/geometry/shapes";
import type { Drawing, DrawnNode } from "./mapping";

/** Where everything stands on the canvas, whatever it stands in. */
export type Places = ReadonlyMap<string, Point>;

export function placesOf({ nodes }: Drawing): Places {
  const places = new Map<string, Point>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const place = ({ id, position, parentId }: DrawnNode): Point => {
    const known = places.get(id);
    if (known !== undefined) return known;
    const parent = byId.get(parentId ?? "");
    const corner = parent === undefined ? { x: 0, y: 0 } : place(parent);
    const at = { x: corner.x + position.x, y: corner.y + position.y };
    places.set(id, at);
    return at;
  };
  for (const node of nodes) place(node);
  return places;
}
