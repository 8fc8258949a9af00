import { BaseEdge, type EdgeProps, Position, useStoreApi } from "@xyflow/react";
import { clsx } from "clsx";
import { memo, useContext, useEffect, useMemo, useState } from "react";
import { type Legs, legsThrough } from "@/core/geometry/bends";
import { pathOf, route, simplified } from "@/core/geometry/route";
import type { Point } from "@/core/geometry/shapes";
import { useCanvasActions } from "../actions";
import type { DrawnEdge } from "../mapping";
import { BendHandles } from "./bend-handles";
import { cornerOf, originOf, WallsContext } from "./walls";

const NONE: readonly Point[] = [];

/** An edge in right angles: around what stands in its way, or through the points where a person has bent it. */
export const RouteEdge = memo(function RouteEdge(props: EdgeProps<DrawnEdge>) {
  const { id, source, sourceX, sourceY, targetX, targetY, sourcePosition, selected, markerEnd, data } = props;
  const walls = useContext(WallsContext);
  const store = useStoreApi();
  const { isEditable } = useCanvasActions();
  const bends = data?.bends ?? NONE;
  /** Only while a bend is dragged. */
  const [dragged, setDragged] = useState<readonly Point[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the document has other bends, these are drawn
  useEffect(() => setDragged(null), [bends]);
  const drawing = useMemo(() => {
    const side = sourcePosition === Position.Bottom ? "bottom" : "right";
    // React Flow names the handle's rim; ports are drawn at its middle.
    const from = side === "right" ? { x: sourceX - 6, y: sourceY } : { x: sourceX, y: sourceY - 6 };
    const to = { x: targetX + 4, y: targetY };
    const node = store.getState().nodeLookup.get(source);
    const origin = originOf(node);
    const through = (points: readonly Point[]): Legs => {
      if (points.length > 0) {
        const absolute = points.map((at) => ({ x: at.x + origin.x, y: at.y + origin.y }));
        return legsThrough({ ...from, side }, to, absolute);
      }
      const near = walls?.near(node?.parentId ?? "", cornerOf(node), from, to) ?? [];
      return [route({ ...from, side }, to, near)];
    };
    return { origin, through, legs: through(bends) };
  }, [walls, store, source, sourceX, sourceY, targetX, targetY, sourcePosition, bends]);
  const legs = dragged === null ? drawing.legs : drawing.through(dragged);
  return (
    <>
      <BaseEdge
        id={id}
        path={pathOf(legs.length === 1 ? (legs[0] ?? NONE) : simplified(legs.flat()))}
        {...(markerEnd === undefined ? {} : { markerEnd })}
        interactionWidth={16}
        className={clsx(
          "wf-edge",
          selected === true && "wf-edge-selected",
          data?.way && `wf-edge-${data.way}`,
        )}
      />
      {selected === true && isEditable && (
        <BendHandles
          edge={id}
          bends={bends}
          legs={drawing.legs}
          origin={drawing.origin}
          onDrag={setDragged}
        />
      )}
    </>
  );
});
