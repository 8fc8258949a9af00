/** A card's ports as dots: where they are, and what they look like to whoever does not grasp them. */

import type { Position } from "@xyflow/react";
import { clsx } from "clsx";
import type { CSSProperties } from "react";
import { ENTRY, portAt, type Size } from "@/core/geometry/sizes";
import { FAILURE_PORTS } from "@/core/graph/ports";
import { SIDES } from "../sides";

interface Way {
  readonly id: string;
  readonly type: "source" | "target";
  readonly position: Position;
  readonly look: string | false;
  readonly title: string | undefined;
  readonly style: CSSProperties;
}

/** What React Flow's handle is to whoever only looks, React Flow included when it seeks what an edge may end at. */
export function dot(flow: string, node: string, way: Way, isConnectable: boolean) {
  return (
    <div
      key={way.id}
      className={clsx(
        "react-flow__handle nodrag nopan wf-port",
        way.look,
        way.type,
        isConnectable && "connectable connectablestart connectableend connectionindicator",
      )}
      data-nodeid={node}
      data-handleid={way.id}
      data-handlepos={way.position}
      data-id={`${flow}-${node}-${way.id}-${way.type}`}
      style={way.style}
      title={way.title}
    />
  );
}

export function waysOf(size: Size, failures: string, isEditable: boolean): readonly Way[] {
  const entry: Way = {
    id: "in",
    type: "target",
    position: SIDES.left,
    look: false,
    title: undefined,
    style: { left: ENTRY.x, top: ENTRY.y },
  };
  const named = size.ports.map(
    ({ name, title, mustHandle }): Way => ({
      id: name,
      type: "source",
      position: SIDES.right,
      look: mustHandle && "wf-port-must",
      title,
      style: placeOf(size, name),
    }),
  );
  const loose = FAILURE_PORTS.filter(
    (name) => !size.ports.some((port) => port.name === name) && (isEditable || failures.includes(name)),
  ).map(
    (name): Way => ({
      id: name,
      type: "source",
      position: SIDES.bottom,
      // There from the start, though unseen: an edge that is drawn backwards may end at it.
      look: failures.includes(name) ? "wf-port-failure" : "wf-port-failure wf-port-quiet",
      title: name,
      style: placeOf(size, name),
    }),
  );
  return [entry, ...named, ...loose];
}

function placeOf(size: Size, name: string): CSSProperties {
  const { x, y } = portAt(size, name);
  return { left: x, top: y };
}
