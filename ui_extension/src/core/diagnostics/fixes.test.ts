import { expect, test } from "vitest";
import { aNode, aWorkflow } from "../../testing/workflows.ts";
import { applyAll } from "../document/apply.ts";
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
  const diagnostic = found({ code: "WF-CMP-014", pointer: "/nodes/0/with/valuse", instead: "values" });
  expect(JSON.stringify(fixed(aNode("a", { with: { x: 1, valuse: {}, y: 2 } }), diagnostic)?.with)).toBe(
    '{"x":1,"values":{},"y":2}',
  );
  expect(fixed(aNode("a", { with: { valuse: {}, values: {} } }), diagnostic)).toBeNull();
});

test.each([
  ["steps.steps.output", 6, 5, "step", "steps.step.output"],
  ["sizze(input)", 0, 5, "size", "size(input)"],
  ['"😀" + steps.eech.x', 12, 4, "each", '"😀" + steps.each.x'],
])(
  "of %s the characters that are wrong are replaced, and no others",
  (when, offset, length, instead, right) => {
    const diagnostic = found({ pointer: "/nodes/0/with/when", instead, offset, length });
    expect(fixed(aNode("a", { with: { when } }), diagnostic)?.with).toEqual({ when: right });
  },
);

test("a value is written as the server says", () => {
  const diagnostic = found({ pointer: "/nodes/0/type", instead: "data.set@1" });
  expect(fixed(aNode("a", { type: "data.set" }), diagnostic)?.type).toBe("data.set@1");
});

test("nothing is offered where it is not known what was meant, which characters are wrong, or in a list", () => {
  expect(fixed(aNode("a"), found({ pointer: "/nodes/0/with", missing: "url" }))).toBeNull();
  const where = { pointer: "/nodes/0/with/when", instead: "each", offset: 6 };
  expect(fixed(aNode("a", { with: { when: "steps.eech" } }), found(where))).toBeNull();
  const mask = found({ pointer: "/nodes/0/mask/0", instead: "/input/x" });
  expect(fixed(aNode("a", { mask: ["x"] }), mask)).toBeNull();
});
