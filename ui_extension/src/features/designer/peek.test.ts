import { expect, test } from "vitest";
import { moveNodes } from "@/core/document/commands/layout";
import { setField } from "@/core/document/commands/nodes";
import { overlap, type Rect } from "@/core/geometry/shapes";
import { aLoop, aNode, aWorkflow, CATALOGUE, standing } from "@/testing/workflows";
import { keptOf } from "./peek";
import { createDesignerStore } from "./store";

const NODES = {
  outer: { x: 0, y: 0, collapsed: true },
  inner: { x: 0, y: 0, collapsed: true },
  x: { x: 0, y: 0 },
  beside: { x: 320, y: 0 },
};
const DOCUMENT = aWorkflow([aLoop("outer", [aLoop("inner", [aNode("x")])]), "beside"], [], {
  layout: { nodes: NODES },
});

function looking() {
  const store = createDesignerStore({ name: "example", document: DOCUMENT, catalogue: CATALOGUE });
  store.getState().show("x");
  const folded = () =>
    ["outer", "inner"].map((id) => store.getState().document.layout?.nodes?.[id]?.collapsed === true);
  const rect = (id: string) =>
    standing(store.getState().document, CATALOGUE).find((one) => one.id === id) as Rect;
  return { store, folded, rect, kept: () => keptOf(store.getState()) };
}

test("what is looked for in a collapsed container is shown without an edit, and covers nothing", () => {
  const { store, folded, rect, kept } = looking();

  expect(folded()).toEqual([false, false]);
  expect(overlap(rect("outer"), rect("beside"))).toBe(false);
  expect(kept()).toBe(DOCUMENT);
  expect(store.getState().history.undo).toEqual([]);

  store.getState().collapse("outer", true);
  store.getState().collapse("inner", true);

  expect(store.getState().document).toBe(DOCUMENT);
});

test("what is written meanwhile is all that is kept, and undone", () => {
  const { store, folded, kept } = looking();

  store.getState().edit("title", setField("x", ["title"], "Found"));

  expect(folded()).toEqual([false, false]);
  expect(kept().layout).toEqual(DOCUMENT.layout);
  expect(JSON.stringify(kept())).toContain("Found");

  store.getState().undo();

  expect(folded()).toEqual([false, false]);
  expect(kept()).toEqual(DOCUMENT);
});

test("what is moved was seen with the container open: so it stays open, and undoing folds it", () => {
  const { store, folded, kept, rect } = looking();

  store.getState().edit("move", moveNodes(store.getState().document, new Map([["x", { x: 64, y: 64 }]])));

  expect(folded()).toEqual([false, false]);
  expect(kept()).toBe(store.getState().document);
  expect(kept().layout?.nodes?.["x"]).toEqual({ x: 64, y: 64 });
  expect(overlap(rect("outer"), rect("beside"))).toBe(false);

  store.getState().undo();

  expect(store.getState().document).toEqual(DOCUMENT);
});

test("the workflow as text says what is kept, and is written over that", () => {
  const { store, folded, kept } = looking();

  store.getState().replace({ ...kept(), title: "Shop" });

  expect(store.getState().document).toEqual({ ...DOCUMENT, title: "Shop" });
  expect(folded()).toEqual([true, true]);
});
