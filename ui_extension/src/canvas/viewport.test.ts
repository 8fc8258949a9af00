import { expect, test } from "vitest";
import { aWorkflow, CATALOGUE } from "@/testing/workflows";
import { draw } from "./mapping";
import { firstViewport, isShown, rectOf } from "./viewport";

const drawn = (places: Record<string, { x: number; y: number }>) =>
  draw({ document: aWorkflow(Object.keys(places), [], { layout: { nodes: places } }), catalogue: CATALOGUE });
const PANE = { width: 800, height: 600 };
const shownIn = (drawing: ReturnType<typeof drawn>) => {
  const viewport = firstViewport(drawing, PANE.width, PANE.height);
  return drawing.nodes
    .map((node) => node.id)
    .filter((id) => isShown(rectOf(id, drawing) ?? { x: 0, y: 0, width: 0, height: 0 }, viewport, PANE));
};

test("a small workflow is shown as a whole", () => {
  expect(shownIn(drawn({ a: { x: 0, y: 0 }, b: { x: 400, y: 200 } }))).toEqual(["a", "b"]);
});

test("of a long one the beginning is shown with what branches off above it", () => {
  const places = {
    a: { x: 0, y: 120 },
    above: { x: 300, y: 0 },
    below: { x: 300, y: 280 },
    z: { x: 9_000, y: 120 },
  };

  expect(shownIn(drawn(places))).toEqual(["a", "above", "below"]);
});

test("of a large one the beginning is shown, also when its corner is empty", () => {
  expect(shownIn(drawn({ far: { x: 2_000, y: -3_000 }, a: { x: 0, y: 0 }, z: { x: 9_000, y: 0 } }))).toEqual([
    "a",
  ]);
});
