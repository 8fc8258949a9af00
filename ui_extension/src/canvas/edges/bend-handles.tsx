import { EdgeLabelRenderer, useStore } from "@xyflow/react";
import { clsx } from "clsx";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { graspsOn, type Legs } from "@/core/geometry/bends";
import type { Point } from "@/core/geometry/shapes";
import { GRID_PX } from "@/core/geometry/sizes";
import { useCanvasActions } from "../actions";
import { useFlow } from "../flow";

const STEP_PX = GRID_PX / 2;
const LEAST_PIECE_PX = 40;
/** Bodies, and edges that are selected, are drawn on higher levels than the rest. */
const ABOVE_ALL_Z = 1_001;
const ARROWS: { readonly [key: string]: readonly [number, number] } = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

type Props = {
  edge: string;
  /** As the document has them, from `origin`; the same while one is dragged. */
  bends: readonly Point[];
  legs: Legs;
  origin: Point;
  /** Where they are while one is dragged; null: as the document has them. */
  onDrag: (bends: readonly Point[] | null) => void;
};

/** On a selected edge: each bend can be moved or taken away, and a new one pulled out of any piece. */
export function BendHandles({ edge, bends, legs, origin, onDrag }: Props) {
  const { t } = useTranslation("canvas");
  const { bend } = useCanvasActions();
  const inGraph = (at: Point): Point => ({ x: at.x - origin.x, y: at.y - origin.y });
  const without = (index: number) => bends.filter((_, other) => other !== index);
  const inserted = (index: number, at: Point) => [
    ...bends.slice(0, index),
    inGraph(at),
    ...bends.slice(index),
  ];
  const moved = (index: number, at: Point) => bends.map((old, other) => (other === index ? at : old));
  return (
    <EdgeLabelRenderer>
      {graspsOn(legs, LEAST_PIECE_PX).map(({ at, index }) => (
        <Grip
          key={`new ${index} ${at.x} ${at.y}`}
          at={at}
          label={t("bend.add")}
          onDragged={(to) => onDrag(to && inserted(index, to))}
          onDropped={(to) => bend(edge, inserted(index, to))}
          onAdd={() => bend(edge, inserted(index, at))}
        />
      ))}
      {bends.map((at, index) => (
        <Grip
          // biome-ignore lint/suspicious/noArrayIndexKey: a bend is known by its place in the line alone
          key={index}
          at={{ x: at.x + origin.x, y: at.y + origin.y }}
          label={t("bend.move", { number: index + 1 })}
          isBend
          onDragged={(to) => onDrag(to && moved(index, inGraph(to)))}
          onDropped={(to) => bend(edge, moved(index, inGraph(to)))}
          onRemove={() => bend(edge, without(index))}
        />
      ))}
    </EdgeLabelRenderer>
  );
}

type GripProps = {
  at: Point;
  label: string;
  isBend?: boolean;
  onDragged: (to: Point | null) => void;
  onDropped: (to: Point) => void;
  onAdd?: () => void;
  onRemove?: () => void;
};

function Grip({ at, label, isBend = false, onDragged, onDropped, onAdd, onRemove }: GripProps) {
  const flow = useFlow();
  // As large to the hand from afar as from near.
  const scale = useStore((state) => Math.max(1, 1 / state.transform[2]));
  const begun = useRef<{ x: number; y: number } | null>(null);
  const [to, setTo] = useState<Point | null>(null);
  const onPointerMove = (event: PointerEvent) => {
    const from = begun.current;
    if (from === null || (to === null && Math.hypot(event.clientX - from.x, event.clientY - from.y) < 3))
      return;
    const next = snapped(
      flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false }),
    );
    setTo(next);
    onDragged(next);
  };
  const ended = () => {
    begun.current = null;
    setTo(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = isBend ? ARROWS[event.key] : undefined;
    const far = STEP_PX * (event.shiftKey ? 4 : 1);
    if (arrow !== undefined) onDropped({ x: at.x + arrow[0] * far, y: at.y + arrow[1] * far });
    else if (event.key === "Delete" || event.key === "Backspace") onRemove?.();
    else if (event.key === "Enter" || event.key === " ") onAdd?.();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <button
      type="button"
      // React Flow neither pans, drags nor deletes by what happens here.
      className="nodrag nopan nokey group pointer-events-auto absolute flex size-6 touch-none cursor-move items-center justify-center rounded-full"
      style={{
        zIndex: ABOVE_ALL_Z,
        transform: `translate(-50%, -50%) translate(${(to ?? at).x}px, ${(to ?? at).y}px) scale(${scale})`,
      }}
      aria-label={label}
      title={label}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        begun.current = { x: event.clientX, y: event.clientY };
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        if (to !== null) onDropped(to);
        ended();
      }}
      onPointerCancel={() => {
        onDragged(null);
        ended();
      }}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => {
        event.stopPropagation();
        onRemove?.();
      }}
      onKeyDown={onKeyDown}
    >
      <span
        className={clsx(
          "rounded-full border-accent",
          isBend ? "size-2.5 border-2 bg-surface" : "size-2 bg-accent/50 group-hover:bg-accent",
        )}
      />
    </button>
  );
}

function snapped({ x, y }: Point): Point {
  return { x: Math.round(x / STEP_PX) * STEP_PX, y: Math.round(y / STEP_PX) * STEP_PX };
}
