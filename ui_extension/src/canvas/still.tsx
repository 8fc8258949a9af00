/**
 * A drawing that nobody can take hold of, with nothing of React Flow but its classes: what is seen until the canvas
 * itself has come. Each thing is where the canvas will have it.
 */

import "./styles";
import { clsx } from "clsx";
import { useMemo } from "react";
import { overlap, type Rect } from "@/core/geometry/shapes";
import { distanceAt, NEAR } from "./distance-at";
import type { Room } from "./first-look";
import { GridLook } from "./grid-look";
import { type CardNode, type DrawnNode, draw, type Wanted } from "./mapping";
import { AreaLook } from "./nodes/area-look";
import { dot, waysOf } from "./nodes/dots";
import { faceClass, faceOf } from "./nodes/face";
import { type Places, placesOf } from "./places";
import { StillEdges } from "./still-edges";
import { firstViewport } from "./viewport";

export function StillCanvas({ room, ...wanted }: Wanted & { room: Room }) {
  const { document, catalogue, shown, ways } = wanted;
  const drawing = useMemo(
    () => draw({ document, catalogue, ...(shown && { shown }), ...(ways && { ways }) }),
    [document, catalogue, shown, ways],
  );
  const places = useMemo(() => placesOf(drawing), [drawing]);
  const viewport = firstViewport(drawing, room.widthPx, room.heightPx);
  const { x, y, zoom } = viewport;
  const distance = distanceAt(zoom);
  const view = {
    x: -x / zoom,
    y: -y / zoom,
    width: room.widthPx / zoom,
    height: room.heightPx / zoom,
  };
  const inView = new Set(drawing.nodes.filter((node) => overlap(rectAt(node, places), view)));
  return (
    <div className={clsx("react-flow relative z-0 h-full w-full", distance)}>
      <GridLook {...viewport} {...room} />
      <div
        className="react-flow__viewport relative"
        style={{ transform: `translate(${x}px,${y}px) scale(${zoom})` }}
      >
        <StillEdges drawing={drawing} places={places} inView={inView} />
        {[...inView].map((node) => (
          <div key={node.id} className="react-flow__node" style={boxOf(node, places)}>
            {node.type === "card" && <StillCard data={node.data} isNear={distance === NEAR} />}
            {node.type === "area" && <AreaLook data={node.data} isTarget={false} />}
            {node.type === "note" && (
              <div className="h-full w-full overflow-hidden rounded-md border border-warning/50 bg-warning-soft p-2 text-sm whitespace-pre-wrap shadow-sm">
                {node.data.note.text}
              </div>
            )}
            {node.type === "frame" && (
              <div className="h-full w-full rounded-xl border-2 border-line-control/40 bg-info-soft/40 px-3 py-2 text-xs font-semibold">
                {node.data.group.title}
              </div>
            )}
          </div>
        ))}
        <StillEdges drawing={drawing} places={places} inView={inView} isInside />
      </div>
    </div>
  );
}

function StillCard({ data, isNear }: { data: CardNode["data"]; isNear: boolean }) {
  const { id } = data.node;
  return (
    <div className={faceClass(data, false)} data-node={id} data-status={data.shown?.status}>
      {faceOf(data, isNear)}
      {isNear && waysOf(data.size, data.failures, false).map((way) => dot("still", id, way, false))}
    </div>
  );
}

function rectAt({ id, width = 0, height = 0 }: DrawnNode, places: Places): Rect {
  return { ...(places.get(id) ?? { x: 0, y: 0 }), width, height };
}

function boxOf(node: DrawnNode, places: Places) {
  const { x, y, width, height } = rectAt(node, places);
  return { transform: `translate(${x}px,${y}px)`, width, height, zIndex: node.zIndex };
}
