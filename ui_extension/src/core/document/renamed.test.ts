import { expect, test } from "vitest";
import { aLoop, aNode, aWorkflow } from "../../testing/workflows.ts";
import { renamedBetween } from "./renamed.ts";

const LOOP = aWorkflow(["a", aLoop("each", [aNode("x")]), "b"]);

test("a step is taken for renamed when its id alone is another, in a body as well", () => {
  const renamed = aWorkflow(["a", aLoop("each", [aNode("y")]), "b"]);
  expect(renamedBetween(LOOP, renamed)).toEqual(["x", "y"]);
  expect(renamedBetween(renamed, LOOP)).toEqual(["y", "x"]);
});

test("what is added, removed, replaced by another kind or put in order is not renamed", () => {
  const others = [
    LOOP,
    aWorkflow(["a", aLoop("each", [aNode("x")])]),
    aWorkflow(["a", aLoop("each", [aNode("x")]), "b", "c"]),
    aWorkflow(["a", aLoop("each", [aNode("x")]), aNode("c", { type: "http.request@1" })]),
    aWorkflow(["b", aLoop("each", [aNode("x")]), "a"]),
    aWorkflow(["c", aLoop("each", [aNode("x")]), "d"]),
  ];
  expect(others.map((other) => renamedBetween(LOOP, other))).toEqual(others.map(() => null));
});
