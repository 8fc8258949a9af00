import type { MarkerType, Position } from "@xyflow/react";

/** React Flow's own words, without the whole of it for three of them. */
export const SIDES = {
  left: "left" as Position.Left,
  right: "right" as Position.Right,
  bottom: "bottom" as Position.Bottom,
} as const;
export const ARROW = "arrowclosed" as MarkerType.ArrowClosed;
