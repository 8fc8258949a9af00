import { expect, test } from "vitest";
import { aNode, aWorkflow } from "../../testing/workflows.ts";
import { applyAll } from "../document/apply.ts";
import { edgeKey } from "../document/patches.ts";
import type { WorkflowDocument } from "../document/schema.gen.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { fixFor } from "./fixes.ts";

const found = (change: Partial<Diagnostic>): Diagnostic => ({
  code: "X",
  message: "",
  pointer: "",
  severity: "error",
  node: "a",
  ...change,
});
const fixed = (node: ReturnType<typeof aNode>, diagnostic: Diagnostic) => {
  const document = aWorkflow([node]);
  const fix = fixFor(document, diagnostic);
  return fix === null ? null : applyAll(document, fix.patches).document.nodes?.[0];
};

test("an unknown key becomes the one that was meant, in its place", () => {
  const diagnostic = found({ pointer: "/nodes/0/with/valuse", rename: "values" });
  expect(JSON.stringify(fixed(aNode("a", { with: { x: 1, valuse: {}, y: 2 } }), diagnostic)?.with)).toBe(
    '{"x":1,"values":{},"y":2}',
  );
});

test("a misspelt key beside the right one can be taken away, in a list and in the step itself as well", () => {
  const twice = aNode("a", {
    with: { cases: [{ port: "x" }, { when: "true", wehn: "false" }], valuse: 1, values: 2 },
  });
  const document = aWorkflow([{ ...twice, tiemout: "1s", timeout: "2s" } as typeof twice]);
  const without = (pointer: string, rename: string) => {
    const fix = fixFor(document, found({ pointer: `/nodes/0/${pointer}`, rename }));
    return fix && [fix.does, fix.what, applyAll(document, fix.patches).document.nodes?.[0]];
  };
  const [whole] = document.nodes ?? [];
  const { tiemout: _, ...rest } = whole as typeof twice & { tiemout: string };

  expect(without("with/valuse", "values")).toEqual([
    ...["remove", "valuse"],
    { ...whole, with: { ...whole?.with, valuse: undefined } },
  ]);
  expect(without("with/cases/1/wehn", "when")).toEqual([
    ...["remove", "wehn"],
    { ...whole, with: { ...whole?.with, cases: [{ port: "x" }, { when: "true" }] } },
  ]);
  expect(without("tiemout", "timeout")).toEqual(["remove", "tiemout", rest]);
});

test.each([
  ["steps.steps.output", 6, "steps", "step", "steps.step.output"],
  ["sizze(input)", 0, "sizze", "size", "size(input)"],
  ['"😀" + steps.eech.x', 12, "eech", "each", '"😀" + steps.each.x'],
])("of %s the word that is wrong is replaced, and no other", (when, offset, word, instead, right) => {
  const diagnostic = found({ pointer: "/nodes/0/with/when", instead, offset, word });
  expect(fixed(aNode("a", { with: { when } }), diagnostic)?.with).toEqual({ when: right });
});

test("a value is written as the server says", () => {
  const diagnostic = found({ pointer: "/nodes/0/type", instead: "data.set@1" });
  expect(fixed(aNode("a", { type: "data.set" }), diagnostic)?.type).toBe("data.set@1");
});

const whole = (document: WorkflowDocument, diagnostic: Diagnostic) => {
  const fix = fixFor(document, diagnostic);
  if (fix === null) return null;
  const { document: after, inverses } = applyAll(document, fix.patches);
  expect(applyAll(after, inverses).document).toEqual(document);
  return after;
};

test("within lists, triggers and the workflow itself it is done in place as well, and can be undone", () => {
  const cases = [
    { port: "a", when: "true" },
    { port: "b", wehn: "inptu.x" },
  ];
  const renamed = fixed(
    aNode("a", { with: { cases } }),
    found({ pointer: "/nodes/0/with/cases/1/wehn", rename: "when" }),
  );
  expect(JSON.stringify(renamed?.with?.["cases"])).toBe(
    '[{"port":"a","when":"true"},{"port":"b","when":"inptu.x"}]',
  );
  const mask = found({ pointer: "/nodes/0/mask/1", instead: "/input/x" });
  expect(fixed(aNode("a", { mask: ["y", "x"] }), mask)?.mask).toEqual(["y", "/input/x"]);
  const document = aWorkflow(["a"], [], {
    triggers: [{ id: "hook", type: "webhook@1", with: { response: { stauts: 200, body: 1 } } }],
    output: { value: ["${{ steps.aa.output }}"] },
  });
  const none = { node: null };
  expect(
    whole(document, found({ ...none, pointer: "/triggers/0/with/response/stauts", rename: "status" }))
      ?.triggers?.[0]?.with,
  ).toEqual({ response: { status: 200, body: 1 } });
  const read = { pointer: "/output/value/0", instead: "a", offset: 10, word: "aa" };
  expect(whole(document, found({ ...none, ...read }))?.output?.value).toEqual(["${{ steps.a.output }}"]);
});

test("a key of a step itself keeps its place under its right name", () => {
  const node = { ...aNode("a"), tilte: "A", note: "b" } as never;
  const after = fixed(node, found({ pointer: "/nodes/0/tilte", rename: "title" }));
  expect(Object.keys(after ?? {})).toEqual(["id", "type", "with", "title", "note"]);
});

test("an edge that leads nowhere leads where it was meant to, in the same place", () => {
  const document = aWorkflow(["a", "b"], ["a->b", "a.eror->bb", "aa.error->b"]);
  const to = whole(document, found({ node: null, pointer: "/edges/1/to", instead: "b" }));
  expect(to?.edges?.map(edgeKey)).toEqual(["a->b", "a.eror->b", "aa.error->b"]);
  const port = whole(document, found({ pointer: "/edges/1/from", instead: "a.error" }));
  expect(port?.edges?.map(edgeKey)).toEqual(["a->b", "a.error->bb", "aa.error->b"]);
  const from = whole(document, found({ node: null, pointer: "/edges/2/from", instead: "a" }));
  expect(from?.edges?.map(edgeKey)).toEqual(["a->b", "a.eror->bb", "a.error->b"]);
});

test("nothing is offered where it is not known what was meant, or the wrong word does not stand there", () => {
  expect(fixed(aNode("a"), found({ pointer: "/nodes/0/with", missing: "url" }))).toBeNull();
  const where = { pointer: "/nodes/0/with/when", instead: "each", offset: 6 };
  expect(fixed(aNode("a", { with: { when: "steps.eech" } }), found(where))).toBeNull();
  const before = found({ ...where, word: "eech" });
  expect(fixed(aNode("a", { with: { when: "1 + steps.eech" } }), before)).toBeNull();
  expect(fixed(aNode("a"), found({ pointer: "", instead: "x" }))).toBeNull();
});
