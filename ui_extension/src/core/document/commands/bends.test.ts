import { expect, test } from "vitest";
import { aNode, aWorkflow } from "../../../testing/workflows.ts";
import { applyAll } from "../apply.ts";
import type { Patch } from "../patches.ts";
import { bendEdge, bendsOf, straighten } from "./bends.ts";
import { moveNodes } from "./layout.ts";
import { remove, renameNode } from "./nodes.ts";

const bent = (label?: string) =>
  aWorkflow(["a", aNode("b"), "c"], ["a->b", "b->c"], {
    layout: {
      nodes: { a: { x: 0, y: 0 }, b: { x: 300, y: 0 }, c: { x: 600, y: 0 } },
      edges: { "a->b": { points: [{ x: 250, y: 80 }], ...(label === undefined ? {} : { label }) } },
    },
  });
const edgesAfter = (patches: readonly Patch[], document = bent()) => {
  const done = applyAll(document, patches);
  expect(applyAll(done.document, done.inverses).document).toEqual(document);
  return done.document.layout?.edges;
};

test("an edge without bends of its own has none", () => {
  expect(bendsOf(bent(), "b->c")).toEqual([]);
  expect(bendsOf(bent(), "a->b")).toEqual([{ x: 250, y: 80 }]);
});

test("taking the last bend away leaves nothing behind but what a person wrote on the edge", () => {
  expect(edgesAfter(bendEdge(bent(), "a->b", []))).toEqual({});
  expect(edgesAfter(bendEdge(bent("when paid"), "a->b", []), bent("when paid"))).toEqual({
    "a->b": { label: "when paid" },
  });
  expect(edgesAfter(bendEdge(bent(), "b->c", [{ x: 1.4, y: 2 }]))).toMatchObject({
    "b->c": { points: [{ x: 1, y: 2 }] },
  });
});

test("bends go along when both ends go the same way, and stay when only one goes", () => {
  const down = { y: 100 };
  const both = new Map([
    ["a", { x: 0, ...down }],
    ["b", { x: 300, ...down }],
  ]);
  expect(edgesAfter(moveNodes(bent(), both))).toEqual({ "a->b": { points: [{ x: 250, y: 180 }] } });
  const one = new Map([["a", { x: 0, ...down }]]);
  expect(edgesAfter(moveNodes(bent(), one))).toEqual({ "a->b": { points: [{ x: 250, y: 80 }] } });
});

test("edges that were laid out again are straight, others stay", () => {
  expect(edgesAfter(straighten(bent(), new Set(["a", "b"])))).toEqual({});
  expect(edgesAfter(straighten(bent(), new Set(["b", "c"])))).toEqual(bent().layout?.edges);
});

test("bends follow their edge: a new id of a node, and the edge's end", () => {
  expect(edgesAfter(renameNode(bent(), "a", "fetch"))).toEqual({
    "fetch->b": { points: [{ x: 250, y: 80 }] },
  });
  expect(edgesAfter(remove(bent(), ["a"]))).toEqual({});
  expect(edgesAfter(remove(bent(), [], ["a->b"]))).toEqual({});
});
