import { BaseEdge, type EdgeProps, Position, useStoreApi } from "@xyflow/react";
import { clsx } from "clsx";
import { memo, useContext, useMemo } from "react";
import { pathOf, route } from "@/core/geometry/route";
import type { DrawnEdge } from "../mapping";
import { cornerOf, WallsContext } from "./walls";

/** An edge in right angles around what stands in its way. */
export const RouteEdge = memo(function RouteEdge(props: EdgeProps<DrawnEdge>) {
  const { id, source, sourceX, sourceY, targetX, targetY, sourcePosition, selected, markerEnd, data } = props;
  const walls = useContext(WallsContext);
  const store = useStoreApi();
  const path = useMemo(() => {
    const side = sourcePosition === Position.Bottom ? "bottom" : "right";
    // React Flow names the handle's rim; ports are drawn at its middle.
    const from = side === "right" ? { x: sourceX - 6, y: sourceY } : { x: sourceX, y: sourceY - 6 };
    const to = { x: targetX + 4, y: targetY };
    const node = store.getState().nodeLookup.get(source);
    const near = walls?.near(node?.parentId ?? "", cornerOf(node), from, to) ?? [];
    return pathOf(route({ ...from, side }, to, near));
  }, [walls, store, source, sourceX, sourceY, targetX, targetY, sourcePosition]);
  return (
    <BaseEdge
      id={id}
      path={path}
      {...(markerEnd === undefined ? {} : { markerEnd })}
      interactionWidth={16}
      className={clsx("wf-edge", selected === true && "wf-edge-selected", data?.way && `wf-edge-${data.way}`)}
    />
  );
});
