// @vitest-environment jsdom
import { render } from "@testing-library/react";
import { type EdgeProps, Position, ReactFlowProvider } from "@xyflow/react";
import { expect, test } from "vitest";
import type { DrawnEdge } from "../mapping";
import { RouteEdge } from "./route-edge";

const at = (sourceX: number, targetY: number) => (
  <ReactFlowProvider>
    <svg aria-hidden>
      <RouteEdge
        {...({
          id: "a->b",
          source: "a",
          target: "b",
          sourcePosition: Position.Right,
        } as EdgeProps<DrawnEdge>)}
        sourceX={sourceX}
        sourceY={28}
        targetX={320}
        targetY={targetY}
      />
    </svg>
  </ReactFlowProvider>
);
const pathIn = (container: Element) => container.querySelector(".wf-edge")?.getAttribute("d");

test("a port that is measured a hair beside where it was said to be leaves its edge as it is", () => {
  const { container, rerender } = render(at(254, 28));
  const said = pathIn(container);
  rerender(at(254.00001743861608, 27.999993460518972));
  expect(pathIn(container)).toBe(said);
  rerender(at(254, 140));
  expect(pathIn(container)).not.toBe(said);
});
