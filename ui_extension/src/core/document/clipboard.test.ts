import { describe, expect, test } from "vitest";
import { aLoop, aNode, aWorkflow, CATALOGUE } from "../../testing/workflows.ts";
import { originOf } from "../geometry/origins.ts";
import { applyAll } from "./apply.ts";
import { clipFromText, clipToText, copy, paste } from "./clipboard.ts";
import { renamedInText, stepsReadBy } from "./references.ts";

describe("the clipboard", () => {
  const pay = aNode("pay", {
    with: { total: "${{ steps.price.output }}", other: "${{ steps.elsewhere.output }}" },
  });
  const document = aWorkflow(["price", pay, "last"], ["price->pay", "pay->last"], {
    layout: { nodes: { price: { x: 100, y: 50 }, pay: { x: 400, y: 50 } } },
  });

  test("carries nodes and the edges among them as text to another workflow", () => {
    const clip = clipFromText(clipToText(copy(document, CATALOGUE, { nodes: ["price", "pay"] })));
    if (clip === null) throw new Error("not read");
    const target = aWorkflow(["price"]);
    const pasted = paste(target, clip, "", { x: 0, y: 0 });
    expect(pasted.nodes).toEqual(["price_2", "pay"]);
    const after = applyAll(target, pasted.patches);
    expect(after.refused).toEqual([]);
    expect(after.document.edges).toEqual([{ from: "price_2", to: "pay" }]);
    expect(after.document.layout?.nodes).toEqual({ price_2: { x: 0, y: 0 }, pay: { x: 300, y: 0 } });
  });

  test("bends come along with their edge, as far as the steps have moved; those in a body stay as they are", () => {
    const bent = aWorkflow(
      ["a", "b", aLoop("each", [aNode("x"), aNode("y")], ["x->y"]), "c"],
      ["a->b", "a.error->each", "b->c"],
      {
        layout: {
          nodes: { a: { x: 100, y: 100 }, b: { x: 400, y: 100 } },
          edges: {
            "a->b": { points: [{ x: 350, y: 90 }] },
            "a.error->each": { label: "not paid" },
            "x->y": { points: [{ x: 10, y: 20 }] },
            "b->c": { points: [{ x: 1, y: 1 }] },
          },
        },
      },
    );
    const clip = clipFromText(clipToText(copy(bent, CATALOGUE, { nodes: ["a", "b", "each"] })));
    if (clip === null) throw new Error("not read");
    const after = applyAll(bent, paste(bent, clip, "", { x: 0, y: 1_000 }).patches);
    const { x, y } = copy(bent, CATALOGUE, { nodes: ["a", "b", "each"] }).places["each"] ?? { x: 0, y: 0 };
    const corner = { x: Math.min(100, x), y: Math.min(100, y) };
    expect(after.refused).toEqual([]);
    expect(after.document.layout?.edges).toEqual({
      ...bent.layout?.edges,
      "a_2->b_2": { points: [{ x: 350 - corner.x, y: 1_090 - corner.y }] },
      "a_2.error->each_2": { label: "not paid" },
      "x_2->y_2": { points: [{ x: 10, y: 20 }] },
    });
  });

  test("expressions name the steps that came along by their new ids, and others as before", () => {
    const pasted = paste(document, copy(document, CATALOGUE, { nodes: ["price", "pay"] }), "", {
      x: 0,
      y: 0,
    });
    const after = applyAll(document, pasted.patches).document;
    expect(after.nodes?.at(-1)).toEqual({
      ...pay,
      id: "pay_2",
      with: { total: "${{ steps.price_2.output }}", other: "${{ steps.elsewhere.output }}" },
    });
  });

  test("what a container holds comes along under new ids", () => {
    const loop = aWorkflow([
      aLoop("each", [aNode("b"), aNode("c", { with: { v: "${{ steps.b.output }}" } })], ["b->c"]),
    ]);
    const after = applyAll(
      loop,
      paste(loop, copy(loop, CATALOGUE, { nodes: ["each", "b"] }), "", { x: 0, y: 0 }).patches,
    ).document;
    const body = after.nodes?.[1]?.bodies?.["body"];
    expect(body?.nodes?.map((node) => node.id)).toEqual(["b_2", "c_2"]);
    expect(body?.edges).toEqual([{ from: "b_2", to: "c_2" }]);
    expect(body?.nodes?.[1]?.with).toEqual({ v: "${{ steps.b_2.output }}" });
  });

  describe("notes and frames", () => {
    const drawn = aWorkflow(["price", "pay", aLoop("each", [aNode("x")])], [], {
      layout: {
        nodes: {
          price: { x: 100, y: 50 },
          pay: { x: 400, y: 50 },
          each: { x: 100, y: 400 },
          x: { x: 0, y: 0 },
        },
        notes: [
          { id: "note", text: "Why", x: 60, y: 200, width: 300 },
          { id: "other", x: 0, y: 0 },
        ],
        groups: [{ id: "group", title: "Money", nodes: ["price", "pay"] }],
      },
    });
    const again = (scope: string, at: { x: number; y: number }, origin?: { x: number; y: number }) => {
      const taken = copy(drawn, CATALOGUE, { nodes: [], notes: ["note"], groups: ["group"] });
      const clip = clipFromText(clipToText(taken));
      if (clip === null) throw new Error("not read");
      const { patches, ...made } = paste(drawn, clip, scope, at, origin);
      return { made, after: applyAll(drawn, patches) };
    };

    test("come along, a frame with the steps that it is drawn around, and stand to each other as before", () => {
      const { made, after } = again("", { x: 1_000, y: 1_000 });
      expect(after.refused).toEqual([]);
      expect(made).toEqual({ nodes: ["price_2", "pay_2"], notes: ["note_2"], groups: ["group_2"] });
      const { nodes, notes, groups } = after.document.layout ?? {};
      expect(nodes).toMatchObject({ price_2: { x: 1_040, y: 1_000 }, pay_2: { x: 1_340, y: 1_000 } });
      expect(notes?.at(-1)).toEqual({ id: "note_2", text: "Why", x: 1_000, y: 1_150, width: 300 });
      expect(groups?.at(-1)).toEqual({ id: "group_2", title: "Money", nodes: ["price_2", "pay_2"] });
    });

    test("in a body the note stands where the steps do, and no frame is drawn", () => {
      const { made, after } = again("each/body", { x: 0, y: 0 }, { x: 132, y: 500 });
      expect(made.groups).toEqual([]);
      expect(after.document.layout?.groups).toHaveLength(1);
      expect(after.document.layout?.notes?.at(-1)).toMatchObject({ x: 132, y: 650 });
    });

    test("a note alone can be copied", () => {
      const clip = clipFromText(clipToText(copy(drawn, CATALOGUE, { nodes: [], notes: ["note"] })));
      expect(clip?.notes.map((note) => note.id)).toEqual(["note"]);
    });
  });

  test("steps of several graphs stand to each other as they did on the canvas", () => {
    const document = aWorkflow(["price", aLoop("each", [aNode("pack"), aNode("send")], ["pack->send"])], [], {
      layout: {
        nodes: {
          price: { x: 0, y: 0 },
          each: { x: 320, y: 0 },
          pack: { x: 0, y: 0 },
          send: { x: 320, y: 0 },
        },
        edges: { "pack->send": { points: [{ x: 280, y: 40 }] } },
      },
    });
    const clip = copy(document, CATALOGUE, { nodes: ["price", "pack", "send"] });
    const { x, y } = originOf(document, CATALOGUE, "each/body");
    const after = applyAll(document, paste(document, clip, "", { x: 0, y: 1_000 }).patches).document;
    expect(after.layout?.nodes).toMatchObject({
      price_2: { x: 0, y: 1_000 },
      pack_2: { x, y: 1_000 + y },
      send_2: { x: x + 320, y: 1_000 + y },
    });
    expect(after.layout?.edges?.["pack_2->send_2"]?.points).toEqual([{ x: x + 280, y: 1_040 + y }]);
  });

  test("a whole document can be pasted, other text cannot", () => {
    expect(clipFromText(JSON.stringify(document))?.nodes).toHaveLength(3);
    for (const text of ["", "hello", "[1]", '{"nodes": []}', '{"nodes": [{"no": "id"}]}']) {
      expect(clipFromText(text)).toBeNull();
    }
  });
});

describe("references", () => {
  const names = new Map([["pay", "pay_2"]]);

  test.each([
    ["${{ steps.pay.output }}", "${{ steps.pay_2.output }}"],
    ["steps.pay.output > 3", "steps.pay_2.output > 3"],
    ["steps.?pay.?output.orValue(0)", "steps.?pay_2.?output.orValue(0)"],
    ['steps["pay"].output', 'steps["pay_2"].output'],
    ["incoming.pay", "incoming.pay_2"],
    ["steps.payment.output", "steps.payment.output"],
    ["my.steps.pay", "my.steps.pay"],
    ["'steps.pay' + steps.pay.port", "'steps.pay' + steps.pay_2.port"],
    ["see steps.pay: ${{ input.x }}", "see steps.pay: ${{ input.x }}"],
  ])("%s becomes %s", (before, after) => {
    expect(renamedInText(before, names)).toBe(after);
  });

  test("the steps that a value reads are known", () => {
    const value = { a: ["${{ steps.one.output + steps['two'].output }}"], b: "text 'steps.three'" };
    expect([...stepsReadBy(value)]).toEqual(["one", "two"]);
  });
});
