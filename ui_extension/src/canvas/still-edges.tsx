import { clsx } from "clsx";
import { useMemo } from "react";
import { AREA_ORIGIN, ENTRY, portAt } from "@/core/geometry/sizes";
import { legsBetween, NO_BENDS, pathAlong, TIP_PX } from "./edges/legs";
import { Walls } from "./edges/walls";
import type { Drawing, DrawnEdge, DrawnNode } from "./mapping";
import type { Places } from "./places";

type Props = {
  drawing: Drawing;
  places: Places;
  inView: ReadonlySet<DrawnNode>;
  /** Those in the bodies of containers; without, those beside containers. */
  isInside?: boolean;
};

/** Edges whose one end is in view at least. */
export function StillEdges({ drawing, places, inView, isInside = false }: Props) {
  const walls = useMemo(() => new Walls(drawing), [drawing]);
  const cards = new Map(drawing.nodes.map((node) => [node.id, node]));
  const colours = new Set(drawing.edges.map(colourOf));
  return (
    <svg aria-hidden className="pointer-events-none absolute overflow-visible">
      <defs>
        {[...colours].map((colour) => (
          <marker
            key={colour}
            id={markOf(colour, isInside)}
            className="react-flow__arrowhead"
            markerWidth={colour === "" ? 20 : 12}
            markerHeight={colour === "" ? 20 : 12}
            viewBox="-10 -10 20 20"
            markerUnits="strokeWidth"
            orient="auto-start-reverse"
          >
            <polyline
              className="arrowclosed"
              strokeLinecap="round"
              strokeLinejoin="round"
              points="-5,-4 0,0 -5,4 -5,-4"
              style={colour === "" ? {} : { stroke: colour, fill: colour }}
            />
          </marker>
        ))}
      </defs>
      {drawing.edges.map((edge) => {
        const [from, to] = [cards.get(edge.source), cards.get(edge.target)];
        if (from === undefined || to === undefined || !(inView.has(from) || inView.has(to))) return null;
        if ((from.parentId !== undefined) !== isInside) return null;
        const path = wayOf(edge, from, places, walls);
        return (
          path && (
            <path
              key={edge.id}
              d={path}
              className={clsx("react-flow__edge-path wf-edge", edge.data?.way && `wf-edge-${edge.data.way}`)}
              markerEnd={`url(#${markOf(colourOf(edge), isInside)})`}
            />
          )
        );
      })}
    </svg>
  );
}

const markOf = (colour: string, isInside: boolean) =>
  `${isInside ? "inside" : "still"}-arrow${colour.replace(/\W+/g, "-")}`;
const colourOf = ({ markerEnd }: DrawnEdge) =>
  (typeof markerEnd === "object" ? markerEnd.color : undefined) ?? "";

function wayOf(
  { source, sourceHandle, target, data }: DrawnEdge,
  node: DrawnNode,
  places: Places,
  walls: Walls,
): string | null {
  const [begin, end] = [places.get(source), places.get(target)];
  if (node.type !== "card" || begin === undefined || end === undefined) return null;
  const port = portAt(node.data.size, sourceHandle ?? "out");
  const from = { x: begin.x + port.x, y: begin.y + port.y, side: port.side };
  const to = { x: end.x + ENTRY.x - TIP_PX, y: end.y + ENTRY.y };
  const corner = { x: begin.x - node.position.x, y: begin.y - node.position.y };
  const isInside = node.parentId !== undefined;
  const origin = isInside ? { x: corner.x + AREA_ORIGIN.x, y: corner.y + AREA_ORIGIN.y } : corner;
  const near = () => walls.near(node.parentId ?? "", corner, from, to);
  return pathAlong(legsBetween(from, to, data?.bends ?? NO_BENDS, origin, near));
}
