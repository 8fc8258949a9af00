import { expect, test } from "vitest";
import { expressionsIn, valueAt } from "./expressions.ts";

const settings = { url: "https://a/${{ input.id }}", list: [1, "${{ 1 + 1 }}"], "a/b": { plain: "no" } };

test("expressions are found wherever they stand in a node's settings", () => {
  expect(expressionsIn(settings)).toEqual([
    { pointer: "/url", text: "https://a/${{ input.id }}" },
    { pointer: "/list/1", text: "${{ 1 + 1 }}" },
  ]);
});

test("a pointer leads to the value that became of it", () => {
  expect(valueAt({ url: "https://a/7", list: [1, 2] }, "/list/1")).toBe(2);
  expect(valueAt({ "a/b": { c: 1 } }, "/a~1b/c")).toBe(1);
  expect(valueAt({ a: 1 }, "/a/b")).toBeUndefined();
});
