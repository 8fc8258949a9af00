/** What is shown first: everything when that can be read, else the beginning, with what is above and below it. */

import type { Viewport } from "@xyflow/react";
import { around, type Rect } from "@/core/geometry/shapes";
import type { Drawing } from "./mapping";
import { placesOf } from "./places";

const LEAST_ZOOM = 0.35;
const MARGIN_PX = 48;
const SAME_COLUMN_PX = 120;

export function firstViewport(drawing: Drawing, widthPx: number, heightPx: number): Viewport {
  const rects = drawing.nodes.flatMap((node) =>
    node.parentId === undefined
      ? [{ ...node.position, width: node.width ?? 0, height: node.height ?? 0 }]
      : [],
  );
  const bounds = around(rects);
  if (bounds === null) return { x: widthPx / 2, y: heightPx / 3, zoom: 1 };
  const fit = Math.min(
    1,
    (widthPx - 2 * MARGIN_PX) / bounds.width,
    (heightPx - 2 * MARGIN_PX) / bounds.height,
  );
  if (fit < LEAST_ZOOM) {
    // The corner may be empty: a node is what is to be seen. Of those at the left the uppermost.
    const zoom = 0.7;
    const [first] = rects.filter((rect) => rect.x < bounds.x + SAME_COLUMN_PX).sort((a, b) => a.y - b.y);
    const height = bounds.height * zoom;
    const y =
      height <= heightPx - 2 * MARGIN_PX
        ? (heightPx - height) / 2 - bounds.y * zoom
        : heightPx / 3 - (first?.y ?? bounds.y) * zoom;
    return { x: MARGIN_PX - bounds.x * zoom, y, zoom };
  }
  return {
    x: (widthPx - bounds.width * fit) / 2 - bounds.x * fit,
    y: (heightPx - bounds.height * fit) / 2 - bounds.y * fit,
    zoom: fit,
  };
}

/** Where something stands on the canvas; from the drawing, since React Flow hears of new nodes a moment later. */
export function rectOf(id: string, drawing: Drawing): Rect | null {
  const node = drawing.nodes.find((one) => one.id === id);
  const at = placesOf(drawing).get(id);
  if (node === undefined || at === undefined) return null;
  return { ...at, width: node.width ?? 0, height: node.height ?? 0 };
}

/** Whether all of it is in view, or its beginning when it is larger than the view. */
export function isShown(
  rect: Rect,
  { x, y, zoom }: Viewport,
  pane: { width: number; height: number },
): boolean {
  const [left, top] = [rect.x * zoom + x, rect.y * zoom + y];
  const [width, height] = [
    Math.min(rect.width * zoom, pane.width / 2),
    Math.min(rect.height * zoom, pane.height / 2),
  ];
  return left >= 0 && top >= 0 && left + width <= pane.width && top + height <= pane.height;
}
