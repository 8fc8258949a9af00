/**
 * A card's ways in and out. React Flow's own handles ask its store about every connection, each for itself: too dear for
 * all that is in view. So a card has dots that look the same and name the same ports, and handles once a hand is near.
 */

import { Handle, useStore, useStoreApi } from "@xyflow/react";
import { clsx } from "clsx";
import { memo, useState } from "react";
import { flushSync } from "react-dom";
import type { Size } from "@/core/geometry/sizes";
import { useCanvasActions } from "../actions";
import { dot, waysOf } from "./dots";

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
