import { describe, expect, test } from "vitest";
import { aLoop, aNode, anActivity, aWorkflow } from "../../../testing/workflows.ts";
import { applyAll } from "../apply.ts";
import type { Patch } from "../patches.ts";
import type { WorkflowDocument } from "../schema.gen.ts";
import { indexOf } from "../scopes.ts";
import { addNode, remove, renameNode, replaceNode, setField } from "./nodes.ts";

const applied = (document: WorkflowDocument, patches: readonly Patch[]) => {
  const done = applyAll(document, patches);
  expect(done.refused).toEqual([]);
  expect(applyAll(done.document, done.inverses).document).toEqual(document);
  return done.document;
};
const edges = (document: WorkflowDocument) => document.edges?.map((edge) => `${edge.from}->${edge.to}`);

describe("adding a node", () => {
  const at = { x: 10, y: 20 };

  test("gives it an id of its verb that is free, and its place", () => {
    const document = aWorkflow(["request"]);
    const { id, patches } = addNode(document, { activity: anActivity("http.request@2"), scope: "", at });
    expect(id).toBe("request_2");
    const added = applied(document, patches);
    expect(added.nodes?.at(-1)).toEqual({ id, type: "http.request@2", with: {} });
    expect(added.layout?.nodes?.[id]).toEqual(at);
  });

  test("gives a container its empty bodies", () => {
    const activity = anActivity("flow.try@1", { bodies: ["body", "catch"] });
    const document = aWorkflow([]);
    const added = applied(document, addNode(document, { activity, scope: "", at }).patches);
    expect([...indexOf(added).graphs.keys()]).toEqual(["", "try/body", "try/catch"]);
  });

  test("leads an edge to it, or through it", () => {
    const document = aWorkflow(["a", "b"], ["a->b"]);
    const activity = anActivity("x.step@1");
    const behind = addNode(document, { activity, scope: "", at, after: { node: "b", port: "error" } });
    expect(edges(applied(document, behind.patches))).toEqual(["a->b", "b.error->step"]);
    const between = addNode(document, { activity, scope: "", at, between: "a->b", port: "yes" });
    expect(edges(applied(document, between.patches))).toEqual(["a->step", "step.yes->b"]);
  });
});

describe("removing nodes", () => {
  test("takes their edges, places, groups and contents with them, and what led there leads on", () => {
    const document = aWorkflow(
      ["a", aLoop("each", [aNode("b"), aNode("c")], ["b->c"]), "d"],
      ["a->each", "each->d"],
      {
        layout: {
          nodes: { a: { x: 1, y: 1 }, b: { x: 2, y: 2 } },
          groups: [{ id: "g", nodes: ["a", "c"] }],
        },
      },
    );
    const left = applied(document, remove(document, ["each", "b"]));
    expect(left.nodes?.map((node) => node.id)).toEqual(["a", "d"]);
    expect(edges(left)).toEqual(["a->d"]);
    expect(left.layout).toEqual({ nodes: { a: { x: 1, y: 1 } }, groups: [{ id: "g", nodes: ["a"] }] });
  });

  test("takes edges alone", () => {
    const document = aWorkflow(["a", "b"], ["a->b", "a.error->b"]);
    expect(edges(applied(document, remove(document, [], ["a.error->b"])))).toEqual(["a->b"]);
  });
});

describe("renaming a node", () => {
  test("renames it in edges, expressions, its place and its group, and nowhere else", () => {
    const reader = aNode("b", {
      with: { text: "${{ steps.a.output }} of steps.a", when: "steps.ab.output" },
    });
    const document = aWorkflow(
      ["a", reader, aLoop("each", [aNode("c", { with: { x: "${{ steps.a.port }}" } })])],
      ["a.error->b", "a->each"],
      {
        output: { value: "${{ steps.a.output }}" },
        layout: {
          nodes: { z: { x: 0, y: 0 }, a: { x: 1, y: 2 }, b: { x: 0, y: 0 } },
          groups: [{ id: "g", nodes: ["a"] }],
        },
      },
    );
    const renamed = applied(document, renameNode(document, "a", "fetch"));
    expect(edges(renamed)).toEqual(["fetch.error->b", "fetch->each"]);
    expect(renamed.nodes?.[1]?.with).toEqual({
      text: "${{ steps.fetch.output }} of steps.a",
      when: "steps.ab.output",
    });
    expect(renamed.nodes?.[2]?.bodies?.["body"]?.nodes?.[0]?.with).toEqual({ x: "${{ steps.fetch.port }}" });
    expect(renamed.output?.value).toBe("${{ steps.fetch.output }}");
    expect(Object.keys(renamed.layout?.nodes ?? {})).toEqual(["z", "fetch", "b"]);
    expect(renamed.layout?.groups?.[0]?.nodes).toEqual(["fetch"]);
  });

  test("does nothing when the id is taken", () => {
    const document = aWorkflow(["a", "b"]);
    expect(renameNode(document, "a", "b")).toEqual([]);
  });
});

describe("changing fields", () => {
  test("taking a value away leaves no empty objects behind", () => {
    const document = aWorkflow([aNode("a", { retry: { max_attempts: 3 } })]);
    expect(applied(document, setField("a", ["retry", "max_attempts"], undefined)).nodes?.[0]).toEqual(
      aNode("a"),
    );
  });

  test("a node that is edited as text keeps its id, and only what differs is a patch", () => {
    const document = aWorkflow([aNode("a", { title: "A", note: "n" })]);
    const patches = replaceNode(document, "a", { id: "other", type: "data.set@1", with: {}, title: "B" });
    expect(patches).toHaveLength(2);
    expect(applied(document, patches).nodes?.[0]).toEqual(aNode("a", { title: "B" }));
  });
});
