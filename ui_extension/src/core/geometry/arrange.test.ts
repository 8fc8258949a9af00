import { describe, expect, test } from "vitest";
import { type Line, lineUp, spread } from "./arrange.ts";

const rects = new Map([
  ["a", { x: 0, y: 0, width: 100, height: 40 }],
  ["b", { x: 150, y: 30, width: 200, height: 80 }],
  ["c", { x: 500, y: 300, width: 100, height: 40 }],
]);
const axis = (places: ReadonlyMap<string, { x: number; y: number }>, key: "x" | "y") =>
  [...places.values()].map((at) => at[key]);

describe("lining up", () => {
  test.each<[Line, "x" | "y", number[]]>([
    ["left", "x", [0, 0, 0]],
    ["centre", "x", [250, 200, 250]],
    ["right", "x", [500, 400, 500]],
    ["top", "y", [0, 0, 0]],
    ["middle", "y", [150, 130, 150]],
    ["bottom", "y", [300, 260, 300]],
  ])("%s moves along one axis alone", (line, key, expected) => {
    const places = lineUp(rects, line);
    const other = key === "x" ? "y" : "x";
    expect(axis(places, key)).toEqual(expected);
    expect(axis(places, other)).toEqual([...rects.values()].map((rect) => rect[other]));
  });
});

describe("spreading", () => {
  test("makes the gaps the same, and the outermost stay", () => {
    // 600 wide, 400 filled: two gaps of 100.
    expect(axis(spread(rects, "x"), "x")).toEqual([0, 200, 500]);
    expect(axis(spread(rects, "y"), "y")).toEqual([0, 130, 300]);
  });

  test("keeps the order in which they stand, however they are named", () => {
    const turned = new Map([...rects].reverse());
    expect(spread(turned, "x").get("b")).toEqual({ x: 200, y: 30 });
  });
});
