import { expect, test } from "vitest";
import { aLoop, aNode, aWorkflow, CATALOGUE } from "../../testing/workflows.ts";
import { originOf } from "./origins.ts";
import { AREA_ORIGIN, HEAD_HEIGHT_PX } from "./sizes.ts";

const nodes = { outer: { x: 100, y: 200 }, inner: { x: 10, y: 20 }, x: { x: 1, y: 2 } };
const document = aWorkflow([aLoop("outer", [aLoop("inner", [aNode("x")])])], [], { layout: { nodes } });

test("a graph in a body counts from within the areas around it", () => {
  const outer = originOf(document, CATALOGUE, "outer/body");
  const inner = originOf(document, CATALOGUE, "inner/body");
  expect(originOf(document, CATALOGUE, "")).toEqual({ x: 0, y: 0 });
  expect(outer.y).toBeGreaterThan(200 + HEAD_HEIGHT_PX + AREA_ORIGIN.y);
  expect(outer.x - 100).toBeGreaterThan(AREA_ORIGIN.x);
  expect(inner).toEqual({ x: outer.x + 10 + (outer.x - 100), y: outer.y + 20 + (outer.y - 200) });
});
