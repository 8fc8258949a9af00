/**
 * What a canvas shows first. React Flow is told of it before it draws: else it would draw an empty canvas, hear by
 * effects how large it is and what it shows, and then draw all of that in one piece. So it is part of the first render,
 * which React does in slices when nobody waits for it.
 */

import type { useStoreApi, Viewport } from "@xyflow/react";
import type { Drawing, DrawnEdge, DrawnNode } from "./mapping";
import { firstViewport } from "./viewport";

type Store = ReturnType<typeof useStoreApi<DrawnNode, DrawnEdge>>;

export interface Room {
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface FirstLook extends Room {
  readonly viewport: Viewport;
  /** Of React Flow's store: what it would else know by effects alone, and draw every card and edge again for. */
  readonly state: {
    readonly transform: [x: number, y: number, zoom: number];
    readonly nodesDraggable: boolean;
    readonly nodesConnectable: boolean;
    readonly edgesReconnectable: boolean;
    readonly edgesFocusable: boolean;
    /**
     * Measures nothing: how large cards are and where their ports are it is told. It would measure all that comes into
     * view, port by port, and find the same.
     */
    readonly updateNodeInternals: () => void;
  };
}

export function firstLook(drawing: Drawing, isEditable: boolean, { widthPx, heightPx }: Room): FirstLook {
  const viewport = firstViewport(drawing, widthPx, heightPx);
  return {
    widthPx,
    heightPx,
    viewport,
    state: {
      transform: [viewport.x, viewport.y, viewport.zoom],
      nodesDraggable: isEditable,
      nodesConnectable: isEditable,
      edgesReconnectable: false,
      edgesFocusable: isEditable,
      updateNodeInternals: () => undefined,
    },
  };
}

/** Of the first edges it has been told already: told again by effects, it would sort them all in once more. */
export function tell(store: Store, { state }: FirstLook): void {
  const { setEdges } = store.getState();
  store.setState({
    ...state,
    setEdges: (edges) => edges === store.getState().edges || setEdges(edges),
  });
}

/** What the designer leaves to its canvas: on a wide screen there is something at either side. */
export function usualRoom(): Room {
  const isWide = window.innerWidth >= 1_024;
  return {
    widthPx: window.innerWidth - (isWide ? 784 : 0),
    heightPx: window.innerHeight - (isWide ? 48 : 200),
  };
}
