import { BaseEdge, type EdgeProps, Position, useStoreApi } from "@xyflow/react";
import { clsx } from "clsx";
import { memo, useContext, useEffect, useMemo, useState } from "react";
import { type Legs, legsThrough } from "@/core/geometry/bends";
import { pathOf, route, simplified } from "@/core/geometry/route";
import type { Point } from "@/core/geometry/shapes";
import { useCanvasActions } from "../actions";
import { type DrawnEdge, HANDLE_PX } from "../mapping";
import { BendHandles } from "./bend-handles";
import { cornerOf, originOf, WallsContext } from "./walls";

const NONE: readonly Point[] = [];
/** The arrow ends so far before the middle of the port. */
const TIP_PX = 2;
type Props = EdgeProps<DrawnEdge>;

/**
 * An edge in right angles: around what stands in its way, or through the points where a person has bent it. React Flow
 * is told where ports are, and then measures them on the screen, a hair beside: that is no other way to find.
 */
export function RouteEdge(props: Props) {
  return (
    <Routed
      {...props}
      sourceX={quarter(props.sourceX)}
      sourceY={quarter(props.sourceY)}
      targetX={quarter(props.targetX)}
      targetY={quarter(props.targetY)}
    />
  );
}

const quarter = (px: number) => Math.round(px * 4) / 4;

const Routed = memo(function Routed(props: Props) {
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
  const bends = data?.bends ?? NONE;
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
      path={pathOf(legs.length === 1 ? (legs[0] ?? NONE) : simplified(legs.flat()))}
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
  const bends = data?.bends ?? NONE;
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
}
