import { describe, expect, test } from "vitest";
import { aLoop, aNode, aWorkflow, CATALOGUE } from "../../../testing/workflows.ts";
import { applyAll } from "../apply.ts";
import { edgeKey } from "../patches.ts";
import type { WorkflowDocument } from "../schema.gen.ts";
import { indexOf, type Scope } from "../scopes.ts";
import { type MoveRefusal, moveInto, refusalOf, scopeAround, scopesFor } from "./move.ts";

const document = aWorkflow(
  ["a", "b", "c", aLoop("each", [aNode("x"), aNode("y"), aLoop("inner", [])], ["x->y", "y->inner"])],
  ["a->b", "b->c", "c->each", "b.error->each"],
  {
    layout: {
      nodes: { a: { x: 0, y: 0 }, b: { x: 320, y: 0 }, c: { x: 640, y: 40 }, x: { x: 0, y: 0 } },
      edges: { "b->c": { points: [{ x: 600, y: 10 }] }, "a->b": { points: [{ x: 280, y: 90 }] } },
      groups: [{ id: "g", nodes: ["a", "b"] }],
    },
  },
);
const moved = (
  ids: readonly string[],
  scope: Scope,
  places?: ReadonlyMap<string, { x: number; y: number }>,
): { document: WorkflowDocument; cut: readonly string[] } => {
  const move = moveInto(document, CATALOGUE, ids, scope, places);
  if ("refused" in move) throw new Error(move.refused);
  const done = applyAll(document, move.patches);
  expect(done.refused).toEqual([]);
  // One step back restores it to the letter.
  expect(JSON.stringify(applyAll(done.document, done.inverses).document)).toBe(JSON.stringify(document));
  return { document: done.document, cut: move.cut };
};
const edgesIn = (of: WorkflowDocument, scope: Scope) => indexOf(of).graphs.get(scope)?.edges.map(edgeKey);
const nodesIn = (of: WorkflowDocument, scope: Scope) =>
  indexOf(of)
    .graphs.get(scope)
    ?.nodes.map((node) => node.id);

describe("moving nodes into a body", () => {
  test("takes the edges among them along, and cuts those that would cross the border", () => {
    const { document: after, cut } = moved(["b", "c"], "each/body");
    expect(nodesIn(after, "")).toEqual(["a", "each"]);
    expect(nodesIn(after, "each/body")).toEqual(["x", "y", "inner", "b", "c"]);
    expect(edgesIn(after, "each/body")).toEqual(["x->y", "y->inner", "b->c"]);
    expect(cut).toEqual(["a->b", "c->each", "b.error->each"]);
  });

  test("puts them where they were let go, bends as well, and out of the frames around them", () => {
    const places = new Map([
      ["b", { x: 20, y: 100 }],
      ["c", { x: 340, y: 140 }],
    ]);
    const { layout } = moved(["b", "c"], "each/body", places).document;
    expect(layout?.nodes?.["b"]).toEqual({ x: 20, y: 100 });
    expect(layout?.edges).toEqual({ "b->c": { points: [{ x: 300, y: 110 }] } });
    expect(layout?.groups?.[0]?.nodes).toEqual(["a"]);
  });

  test("finds a free place for them when nobody says where, as they stand together", () => {
    const at = moved(["b", "c"], "each/body").document.layout?.nodes;
    expect(at?.["b"]?.x).toBeGreaterThanOrEqual(240);
    expect({ x: (at?.["c"]?.x ?? 0) - (at?.["b"]?.x ?? 0), y: at?.["c"]?.y }).toEqual({
      x: 320,
      y: (at?.["b"]?.y ?? 0) + 40,
    });
  });
});

describe("what led to nodes that are moved away", () => {
  const leftBy = (edges: readonly string[], ids: readonly string[]) => {
    const chain = aWorkflow(["a", "b", "c", "d", "e", aLoop("each", [])], edges);
    const move = moveInto(chain, CATALOGUE, ids, "each/body");
    return "refused" in move ? [] : edgesIn(applyAll(chain, move.patches).document, "");
  };

  test.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ["leads on to what came behind them", ["a->b", "b->c"], ["b"], ["a->c"]],
    ["by the port that it came from", ["a.error->b", "b->c"], ["b"], ["a.error->c"]],
    ["behind all of a chain", ["a->b", "b->c", "c->d"], ["b", "c"], ["a->d"]],
    ["of several chains each", ["a->b", "b->c", "c->d", "d->e"], ["b", "d"], ["a->c", "c->e"]],
    ["once, where it leads there anyway", ["a->b", "b->c", "a->c"], ["b"], ["a->c"]],
    ["is left loose where there are two ways in", ["a->c", "b->c", "c->d"], ["c"], []],
    ["is left loose where there are two ways on", ["a->b", "b->c", "b->d"], ["b"], []],
    ["is left loose where the way on is that of a failure", ["a->b", "b.error->c"], ["b"], []],
    ["is left loose where nothing came behind", ["a->b"], ["b"], []],
  ])("%s", (_, edges, ids, expected) => {
    expect(leftBy(edges, ids)).toEqual(expected);
  });

  test("is joined also when a loop takes up what stands before it", () => {
    const { document: after } = moved(["c"], "each/body");
    expect(edgesIn(after, "")).toEqual(["a->b", "b.error->each", "b->each"]);
  });
});

describe("moving nodes out of a body", () => {
  test("puts them below their container", () => {
    const { document: after, cut } = moved(["y"], "");
    expect(nodesIn(after, "")).toEqual(["a", "b", "c", "each", "y"]);
    expect(cut).toEqual(["x->y", "y->inner"]);
    expect(after.layout?.nodes?.["y"]?.y).toBeGreaterThan(200);
  });

  test("a container goes with all that it holds, whoever else of it is named", () => {
    const { document: after } = moved(["inner"], "");
    expect(nodesIn(after, "inner/body")).toEqual([]);
    expect(nodesIn(after, "each/body")).toEqual(["x", "y"]);
  });
});

describe("what may be moved where", () => {
  test.each<[string[], Scope, MoveRefusal | null]>([
    [["a"], "each/body", null],
    [["x"], "", null],
    [["a", "x"], "each/body", null],
    [[], "each/body", "nothing"],
    [["note:n"], "each/body", "nothing"],
    [["a"], "", "there"],
    [["x", "y"], "each/body", "there"],
    [["each"], "each/body", "inside"],
    [["each"], "inner/body", "inside"],
    [["a"], "gone/body", "gone"],
  ])("%j into %j: %s", (ids, scope, expected) => {
    expect(refusalOf(document, ids, scope)).toBe(expected);
    const move = moveInto(document, CATALOGUE, ids, scope);
    expect("refused" in move ? move.refused : null).toBe(expected);
  });

  test("every graph but those within themselves and their own", () => {
    expect(scopesFor(document, ["a"])).toEqual(["each/body", "inner/body"]);
    expect(scopesFor(document, ["inner"])).toEqual([""]);
    expect(scopesFor(document, ["each"])).toEqual([]);
  });

  test("out means into the graph around", () => {
    expect(scopeAround(document, ["inner"])).toBe("");
    expect(scopeAround(document, ["a"])).toBeNull();
  });
});
