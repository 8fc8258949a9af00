import { expect, test } from "vitest";
import { aLoop, aNode, aWorkflow } from "../../testing/workflows.ts";
import { overlaid } from "./overlay.ts";
import { edgeKey } from "./patches.ts";
import { indexOf } from "./scopes.ts";

const shape = (of: ReturnType<typeof aWorkflow>) =>
  [...indexOf(of).graphs.values()].map((graph) => [
    graph.scope,
    graph.nodes.map((node) => node.id),
    graph.edges.map(edgeKey),
  ]);

test("what was removed stands beside what is there, in its own graph", () => {
  const before = aWorkflow(
    ["a", "gone", aLoop("each", [aNode("x"), aNode("y")], ["x->y"])],
    ["a->gone", "gone->each"],
  );
  const after = aWorkflow(["a", aLoop("each", [aNode("x")], [])], ["a->each"]);

  expect(shape(overlaid(before, after))).toEqual([
    ["", ["a", "each", "gone"], ["a->each", "a->gone", "gone->each"]],
    ["each/body", ["x", "y"], ["x->y"]],
  ]);
});

test("a container that was removed brings its inside once", () => {
  const before = aWorkflow(["a", aLoop("each", [aNode("x"), aNode("y")], ["x->y"])], ["a->each"]);

  expect(shape(overlaid(before, aWorkflow(["a"], [])))).toEqual([
    ["", ["a", "each"], ["a->each"]],
    ["each/body", ["x", "y"], ["x->y"]],
  ]);
});

test("where nothing was removed, nothing is added", () => {
  const before = aWorkflow(["a"], []);
  const after = aWorkflow(["a", "b"], ["a->b"]);

  expect(shape(overlaid(before, after))).toEqual(shape(after));
});
