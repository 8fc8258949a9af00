import { BaseEdge, type EdgeProps, Position, useStoreApi } from "@xyflow/react";
import { clsx } from "clsx";
import { memo, useContext, useEffect, useMemo, useState } from "react";
import type { Legs } from "@/core/geometry/bends";
import type { Point } from "@/core/geometry/shapes";
import { useCanvasActions } from "../actions";
import { type DrawnEdge, HANDLE_PX } from "../mapping";
import { BendHandles } from "./bend-handles";
import { legsBetween, NO_BENDS, pathAlong, TIP_PX } from "./legs";
import { cornerOf, originOf, WallsContext } from "./walls";

type Props = EdgeProps<DrawnEdge>;

/** An edge in right angles: around what stands in its way, or through the points where a person has bent it. */
export const RouteEdge = memo(function RouteEdge(props: Props) {
  const { isEditable } = useCanvasActions();
  // Hundreds of edges are drawn, and one of them is selected.
  return props.selected === true && isEditable ? <BendableEdge {...props} /> : <PlainEdge {...props} />;
});

function PlainEdge(props: Props) {
  const { legs } = useRoute(props);
  return <Line {...props} legs={legs} />;
}

function BendableEdge(props: Props) {
  const { id, data } = props;
  const bends = data?.bends ?? NO_BENDS;
  const { legs, origin, through } = useRoute(props);
  /** Only while a bend is dragged. */
  const [dragged, setDragged] = useState<readonly Point[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the document has other bends, these are drawn
  useEffect(() => setDragged(null), [bends]);
  return (
    <>
      <Line {...props} legs={dragged === null ? legs : through(dragged)} />
      <BendHandles edge={id} bends={bends} legs={legs} origin={origin} onDrag={setDragged} />
    </>
  );
}

function Line({ id, selected, markerEnd, data, legs }: Props & { legs: Legs }) {
  const { isEditable } = useCanvasActions();
  return (
    <BaseEdge
      id={id}
      path={pathAlong(legs)}
      {...(markerEnd === undefined ? {} : { markerEnd })}
      interactionWidth={isEditable ? 16 : 0}
      className={clsx("wf-edge", selected === true && "wf-edge-selected", data?.way && `wf-edge-${data.way}`)}
    />
  );
}

/** The edge's way, where its points count from, and what its way would be through other bends. */
function useRoute({ source, sourceX, sourceY, targetX, targetY, sourcePosition, data }: Props) {
  const walls = useContext(WallsContext);
  const store = useStoreApi();
  const bends = data?.bends ?? NO_BENDS;
  return useMemo(() => {
    const side = sourcePosition === Position.Bottom ? "bottom" : "right";
    // React Flow names the handle's rim; ports are drawn at its middle.
    const from =
      side === "right"
        ? { x: sourceX - HANDLE_PX / 2, y: sourceY }
        : { x: sourceX, y: sourceY - HANDLE_PX / 2 };
    const to = { x: targetX + HANDLE_PX / 2 - TIP_PX, y: targetY };
    const node = store.getState().nodeLookup.get(source);
    const origin = originOf(node);
    const near = () => walls?.near(node?.parentId ?? "", cornerOf(node), from, to) ?? [];
    const through = (points: readonly Point[]): Legs =>
      legsBetween({ ...from, side }, to, points, origin, near);
    return { origin, through, legs: through(bends) };
  }, [walls, store, source, sourceX, sourceY, targetX, targetY, sourcePosition, bends]);
}
