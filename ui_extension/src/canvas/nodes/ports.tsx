/**
 * A card's ways in and out. React Flow's own handles ask its store about every connection, each for itself: too dear for
 * all that is in view. So a card has dots that look the same and name the same ports, and handles once a hand is near.
 */

import { Handle, Position, useStore, useStoreApi } from "@xyflow/react";
import { clsx } from "clsx";
import { type CSSProperties, memo, useState } from "react";
import { flushSync } from "react-dom";
import { ENTRY, portAt, type Size } from "@/core/geometry/sizes";
import { FAILURE_PORTS } from "@/core/graph/ports";
import { useCanvasActions } from "../actions";

interface Way {
  readonly id: string;
  readonly type: "source" | "target";
  readonly position: Position;
  readonly look: string | false;
  readonly title: string | undefined;
  readonly style: CSSProperties;
}

/** A finger does not hover before it touches. */
const isTouched = globalThis.matchMedia?.("(any-pointer: coarse)").matches === true;

/** Whether a card's ports can be grasped, and what its element listens to for it. */
export function useNearness(id: string, isSelected: boolean) {
  const store = useStoreApi();
  const { isEditable } = useCanvasActions();
  const [isNear, setNear] = useState(isTouched);
  // An edge that is being drawn snaps to ports before the pointer is on their card.
  const isMet = useStore(({ connection }) => connection.inProgress && connection.toNode?.id === id);
  const listeners = {
    // At once: what is pressed next is already a handle. A card that is moved beneath the pointer is not pointed at.
    onPointerMove: () => isNear || flushSync(() => setNear(true)),
    // A connection that was begun here still needs its handle.
    onPointerLeave: () => !isTouched && !store.getState().connection.inProgress && setNear(false),
  };
  return {
    isNear: isEditable && (isNear || isMet || isSelected),
    listeners: isEditable ? listeners : undefined,
  };
}

type Props = {
  id: string;
  size: Size;
  /** Failure ports that have an edge; others show only when the card is pointed at. */
  failures: string;
  isNear: boolean;
};

export const Ports = memo(function Ports({ id, size, failures, isNear }: Props) {
  const { isEditable } = useCanvasActions();
  const flow = useStoreApi().getState().rfId;
  const ways = waysOf(size, failures, isEditable);
  if (!isNear) return ways.map((way) => dot(flow, id, way, isEditable));
  return ways.map(({ id: port, look, title, ...rest }) => (
    <Handle
      key={port}
      id={port}
      isConnectable={isEditable}
      className={clsx("wf-port", look)}
      {...rest}
      {...(title === undefined ? {} : { title })}
    />
  ));
});

/** What React Flow's handle is to whoever only looks, React Flow included when it seeks what an edge may end at. */
function dot(flow: string, node: string, way: Way, isConnectable: boolean) {
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

function waysOf(size: Size, failures: string, isEditable: boolean): readonly Way[] {
  const entry: Way = {
    id: "in",
    type: "target",
    position: Position.Left,
    look: false,
    title: undefined,
    style: { left: ENTRY.x, top: ENTRY.y },
  };
  const named = size.ports.map(
    ({ name, title, mustHandle }): Way => ({
      id: name,
      type: "source",
      position: Position.Right,
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
      position: Position.Bottom,
      // There from the start, though unseen: React Flow knows the ports that it has measured, and measures once.
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
