/**
 * The grid behind a drawing: a dot at each of its steps, or at each second, fourth and so on, where dots would be too close
 * together. Only the rows that have dots are filled: a browser that draws without a graphics card takes as long for the
 * ground between them.
 */

import type { Viewport } from "@xyflow/react";
import { useId } from "react";
import { GRID_PX } from "@/core/geometry/sizes";

const LEAST_PX = 16;

interface Grid {
  /** From dot to dot on the screen. */
  readonly stepPx: number;
  readonly radiusPx: number;
  /** The dot that is nearest to the corner. */
  readonly x: number;
  readonly y: number;
  /** A path around each row of dots. */
  readonly rows: string;
}

export function gridAt({ x, y, zoom }: Viewport, widthPx: number, heightPx: number): Grid {
  let stepPx = GRID_PX * zoom;
  while (stepPx < LEAST_PX) stepPx *= 2;
  const radiusPx = stepPx / (2 * GRID_PX);
  const first = { x: within(x, stepPx), y: within(y, stepPx) };
  const tallPx = Math.ceil(2 * radiusPx) + 1;
  let rows = "";
  // Of the row above the first one, half a dot may still be seen.
  for (let row = first.y - stepPx; row - radiusPx < heightPx; row += stepPx)
    rows += `M0 ${Math.floor(row - radiusPx)}h${widthPx}v${tallPx}H0z`;
  return { ...first, stepPx, radiusPx, rows };
}

const within = (place: number, step: number) => ((place % step) + step) % step;

export function GridLook({ widthPx, heightPx, ...view }: Viewport & { widthPx: number; heightPx: number }) {
  const id = useId();
  const { stepPx, radiusPx, x, y, rows } = gridAt(view, widthPx, heightPx);
  const middle = stepPx / 2;
  return (
    <svg aria-hidden className="react-flow__background absolute inset-0 h-full w-full">
      <pattern
        id={id}
        x={x - middle}
        y={y - middle}
        width={stepPx}
        height={stepPx}
        patternUnits="userSpaceOnUse"
      >
        <circle className="react-flow__background-pattern dots" cx={middle} cy={middle} r={radiusPx} />
      </pattern>
      <path d={rows} fill={`url(#${id})`} />
    </svg>
  );
}
