import { describe, expect, test } from "vitest";
import { aLoop, aNode, aWorkflow, CATALOGUE } from "../../../testing/workflows.ts";
import { positionsOf } from "../../geometry/positions.ts";
import { overlap } from "../../geometry/shapes.ts";
import { sizesOf } from "../../geometry/sizes.ts";
import { applyAll } from "../apply.ts";
import type { Patch } from "../patches.ts";
import type { WorkflowDocument } from "../schema.gen.ts";
import { setCollapsed } from "./layout.ts";
import { makeRoom, mayGrow } from "./room.ts";

const at = (x: number, y: number) => ({ x, y });
const put = (id: string, x: number, y: number): Patch => ({
  op: "set",
  on: { kind: "workflow" },
  path: ["layout", "nodes", id],
  value: { x, y },
});

/** A loop at the corner, one step right of it and one below, each a gap away; and one further right, in line. */
const document = aWorkflow(
  [aLoop("each", [aNode("x"), aLoop("inner", [aNode("y")])]), "right", "further", "below"],
  [],
  {
    layout: {
      nodes: {
        each: at(0, 0),
        x: at(0, 0),
        inner: at(0, 96),
        y: at(0, 0),
        right: at(432, 0),
        further: at(752, 400),
        below: at(0, 560),
      },
      notes: [{ id: "n", text: "", x: 432, y: 120 }],
    },
  },
);

function edited(...patches: Patch[]): WorkflowDocument {
  const after = applyAll(document, patches).document;
  return applyAll(after, makeRoom(document, after, CATALOGUE)).document;
}

function rects(of: WorkflowDocument, ids: readonly string[]) {
  const positions = positionsOf(of);
  const sizes = sizesOf(of, CATALOGUE, positions);
  return ids.map((id) => ({ ...at(0, 0), ...positions.get(id), width: 0, height: 0, ...sizes.get(id) }));
}

function isClear(of: WorkflowDocument): boolean {
  const all = rects(of, ["each", "right", "further", "below"]);
  return all.every((one, index) => all.slice(index + 1).every((other) => !overlap(one, other)));
}

test("nothing stands on anything in the example", () => {
  expect(isClear(document)).toBe(true);
});

describe("a container that grows", () => {
  test("pushes what is right of it further right, and all that stood in line as far", () => {
    const after = edited(put("x", 320, 0));
    const { right, further, below } = after.layout?.nodes ?? {};
    expect(isClear(after)).toBe(true);
    expect([right?.y, further?.y, below]).toEqual([0, 400, at(0, 560)]);
    expect((further?.x ?? 0) - (right?.x ?? 0)).toBe(320);
    expect(after.layout?.notes?.[0]?.x).toBe(right?.x);
  });

  test("pushes what is below it further down", () => {
    const after = edited(put("x", 0, 400));
    expect(isClear(after)).toBe(true);
    expect(after.layout?.nodes?.["right"]).toEqual(at(432, 0));
    expect(after.layout?.nodes?.["below"]?.y).toBeGreaterThan(600);
  });

  test("makes the one around it grow in turn", () => {
    const after = edited(put("y", 320, 0));
    expect(isClear(after)).toBe(true);
    expect(after.layout?.nodes?.["right"]?.x).toBeGreaterThan(600);
  });

  test("leaves alone what it does not cover, and what it covered already", () => {
    expect(makeRoom(document, applyAll(document, [put("x", 16, 0)]).document, CATALOGUE)).toEqual([]);
    const covered = applyAll(document, [put("right", 40, 40)]).document;
    const after = applyAll(covered, [put("x", 320, 0)]).document;
    const moved = makeRoom(covered, after, CATALOGUE).map((patch) => "path" in patch && patch.path.at(-1));
    expect(moved).not.toContain("right");
  });

  test("opened again, it stands where it stood, and nothing is pushed twice", () => {
    const shut = applyAll(document, setCollapsed(document, "each", true, at(0, 0))).document;
    const open = applyAll(shut, setCollapsed(shut, "each", false, at(0, 0))).document;
    expect(makeRoom(shut, open, CATALOGUE)).toEqual([]);
    const near = applyAll(shut, [put("right", 320, 0)]).document;
    const again = applyAll(near, setCollapsed(near, "each", false, at(0, 0))).document;
    const once = applyAll(again, makeRoom(near, again, CATALOGUE)).document;
    expect(isClear(once)).toBe(true);
  });
});

test("only edits of places and new steps can make a container larger", () => {
  const titled: Patch = { op: "set", on: { kind: "node", id: "x" }, path: ["title"], value: "X" };
  const text: Patch = { op: "set", on: { kind: "workflow" }, path: ["layout"], value: {} };
  const added: Patch = { op: "add", kind: "node", scope: "each/body", item: { id: "z", type: "data.set@1" } };
  expect([titled, text, added, put("x", 1, 1)].map((one) => mayGrow(document, [one]))).toEqual([
    false,
    false,
    true,
    true,
  ]);
  expect(mayGrow(aWorkflow(["a"]), [put("a", 1, 1)])).toBe(false);
});
