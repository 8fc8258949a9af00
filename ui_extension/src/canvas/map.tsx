/**
 * All of a workflow small, and which part of it is in view. On one canvas, drawn at most once a frame: as elements,
 * a thing for each node, it would cost as much as the drawing itself.
 */

import { Panel, useStoreApi } from "@xyflow/react";
import { type PointerEvent, useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { around, type Point, type Rect } from "@/core/geometry/shapes";
import { useFlow } from "./flow";
import type { DrawnEdge, DrawnNode } from "./mapping";

const WIDTH_PX = 200;
const HEIGHT_PX = 150;
const MARGIN = 0.05;

type Store = ReturnType<typeof useStoreApi<DrawnNode, DrawnEdge>>;
type State = ReturnType<Store["getState"]>;

/** From the workflow to the map: `x * scale + left`. */
interface Fit {
  readonly left: number;
  readonly top: number;
  readonly scale: number;
}

export function CanvasMap() {
  const { t } = useTranslation("canvas");
  const store: Store = useStoreApi();
  const flow = useFlow();
  const canvas = useRef<HTMLCanvasElement>(null);
  const fit = useRef<Fit>({ left: 0, top: 0, scale: 1 });

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context == null) return;
    let frame = 0;
    let colours = coloursOf(context.canvas);
    const draw = () => {
      frame = 0;
      fit.current = drawn(context, store.getState(), colours);
    };
    const soon = () => {
      if (frame === 0) frame = requestAnimationFrame(draw);
    };
    const stop = store.subscribe((now, before) => {
      const isMoved = now.transform !== before.transform || now.nodes !== before.nodes;
      if (isMoved || now.width !== before.width || now.height !== before.height) soon();
    });
    const themes = new MutationObserver(() => {
      colours = coloursOf(context.canvas);
      soon();
    });
    themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    soon();
    return () => {
      stop();
      themes.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [store]);

  useEffect(() => {
    const element = canvas.current;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      event.stopPropagation();
      void flow.zoomTo(flow.getZoom() * 2 ** (-event.deltaY * 0.002));
    };
    // React's own listener could not keep the page from scrolling.
    element?.addEventListener("wheel", onWheel, { passive: false });
    return () => element?.removeEventListener("wheel", onWheel);
  }, [flow]);

  const onPointer = useCallback(
    (event: PointerEvent<HTMLCanvasElement>) => {
      // What was pressed elsewhere, a card or an edge, is only dragged past.
      if (event.type === "pointerdown" && event.buttons === 1)
        event.currentTarget.setPointerCapture(event.pointerId);
      if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
      const at: Point = { x: event.nativeEvent.offsetX, y: event.nativeEvent.offsetY };
      const { left, top, scale } = fit.current;
      void flow.setCenter((at.x - left) / scale, (at.y - top) / scale, { zoom: flow.getZoom() });
    },
    [flow],
  );

  return (
    <Panel
      position="bottom-right"
      className="wf-map overflow-hidden rounded-md border border-line bg-surface"
    >
      <canvas
        ref={canvas}
        role="img"
        aria-label={t("view.map")}
        className="block cursor-pointer touch-none"
        style={{ width: WIDTH_PX, height: HEIGHT_PX }}
        onPointerDown={onPointer}
        onPointerMove={onPointer}
      />
    </Panel>
  );
}

interface Colours {
  readonly card: string;
  readonly frame: string;
  readonly shade: string;
}

/** Those of the theme. To ask costs more than to draw: once, until it changes. */
function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(name);
  return { card: of("--line-control"), frame: of("--selected"), shade: of("--sunken") };
}

function drawn(context: CanvasRenderingContext2D, state: State, colours: Colours): Fit {
  const { nodes, nodeLookup, transform, width, height } = state;
  const { canvas } = context;
  const density = globalThis.devicePixelRatio || 1;
  if (canvas.width !== WIDTH_PX * density) {
    canvas.width = WIDTH_PX * density;
    canvas.height = HEIGHT_PX * density;
  }
  const [x, y, zoom] = transform;
  const seen: Rect = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
  const cards: Rect[] = [];
  const frames: Rect[] = [];
  for (const { id, type, data, width = 0, height = 0 } of nodes) {
    const at = nodeLookup.get(id)?.internals.positionAbsolute;
    if (at === undefined || type === "area") continue;
    const isAround = type !== "card" || data.size.areas.length > 0;
    (isAround ? frames : cards).push({ ...at, width, height });
  }
  const fit = fitting(around([...cards, ...frames, seen]) as Rect);
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, WIDTH_PX, HEIGHT_PX);
  filled(context, fit, frames, colours.frame);
  filled(context, fit, cards, colours.card);
  shaded(context, fit, seen, colours.shade);
  return fit;
}

function fitting(all: Rect): Fit {
  const scale = Math.min(WIDTH_PX / all.width, HEIGHT_PX / all.height) / (1 + 2 * MARGIN);
  return {
    scale,
    left: WIDTH_PX / 2 - (all.x + all.width / 2) * scale,
    top: HEIGHT_PX / 2 - (all.y + all.height / 2) * scale,
  };
}

function filled(context: CanvasRenderingContext2D, fit: Fit, rects: readonly Rect[], colour: string): void {
  context.fillStyle = colour;
  context.beginPath();
  for (const { x, y, width, height } of rects) {
    const [w, h] = [Math.max(1, width * fit.scale), Math.max(1, height * fit.scale)];
    context.rect(x * fit.scale + fit.left, y * fit.scale + fit.top, w, h);
  }
  context.fill();
}

/** What is not in view lies in the shade. */
function shaded(
  context: CanvasRenderingContext2D,
  { left, top, scale }: Fit,
  seen: Rect,
  shade: string,
): void {
  context.beginPath();
  context.rect(0, 0, WIDTH_PX, HEIGHT_PX);
  context.rect(seen.x * scale + left, seen.y * scale + top, seen.width * scale, seen.height * scale);
  context.globalAlpha = 0.7;
  context.fillStyle = shade;
  context.fill("evenodd");
  context.globalAlpha = 1;
}
