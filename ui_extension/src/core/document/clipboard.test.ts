import { describe, expect, test } from "vitest";
import { aLoop, aNode, aWorkflow } from "../../testing/workflows.ts";
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
    const clip = clipFromText(clipToText(copy(document, ["price", "pay"])));
    if (clip === null) throw new Error("not read");
    const target = aWorkflow(["price"]);
    const pasted = paste(target, clip, "", { x: 0, y: 0 });
    expect(pasted.ids).toEqual(["price_2", "pay"]);
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
    const clip = clipFromText(clipToText(copy(bent, ["a", "b", "each"])));
    if (clip === null) throw new Error("not read");
    const after = applyAll(bent, paste(bent, clip, "", { x: 0, y: 1_000 }).patches);
    const { x, y } = copy(bent, ["a", "b", "each"]).places["each"] ?? { x: 0, y: 0 };
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
    const pasted = paste(document, copy(document, ["price", "pay"]), "", { x: 0, y: 0 });
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
    const after = applyAll(loop, paste(loop, copy(loop, ["each", "b"]), "", { x: 0, y: 0 }).patches).document;
    const body = after.nodes?.[1]?.bodies?.["body"];
    expect(body?.nodes?.map((node) => node.id)).toEqual(["b_2", "c_2"]);
    expect(body?.edges).toEqual([{ from: "b_2", to: "c_2" }]);
    expect(body?.nodes?.[1]?.with).toEqual({ v: "${{ steps.b_2.output }}" });
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
