import fc from "fast-check";
import { expect, test } from "vitest";
import { patchOf, workflow } from "../../testing/arbitrary.ts";
import { type Activity, Catalogue, type FunctionInfo } from "../catalogue/activity.ts";
import { applyAll } from "../document/apply.ts";
import { setField } from "../document/commands/nodes.ts";
import type { WorkflowDocument } from "../document/schema.gen.ts";
import { indexOf } from "../document/scopes.ts";
import type { JsonObject } from "../json/json.ts";
import { completionsIn } from "./complete.ts";
import { schemaAt } from "./paths.ts";
import { sampleScope } from "./sample.ts";
import { readAlike, scopeOfExpressions } from "./scope.ts";
import { expressionAt, innerOf, isExpression, toExpression, toFixed, wrapped } from "./template.ts";

const REQUEST = {
  type: "http.request@1",
  name: "http.request",
  major: 1,
  output_schema: { type: "object", properties: { status: { type: "integer" }, body: {} } },
} as unknown as Activity;
const FUNCTIONS: FunctionInfo[] = [
  { name: "size", kind: "function", signature: "size(list) -> integer", summary: "", example: "" },
  { name: "trim", kind: "method", signature: "string.trim() -> string", summary: "", example: "" },
  { name: "map", kind: "macro", signature: "list.map(x, expression) -> list", summary: "", example: "" },
  { name: "math.abs", kind: "function", signature: "math.abs(number) -> number", summary: "", example: "" },
];
const CATALOGUE = new Catalogue([REQUEST], { triggers: [], functions: FUNCTIONS, connections: [] });
const SHOP = {
  schema: "wfplatform/v1",
  name: "shop",
  input: {
    type: "object",
    properties: { items: { type: "array", items: { properties: { qty: { type: "integer" } } } } },
  },
  env: { CURRENCY: "EUR" },
  nodes: [
    { id: "ask", type: "http.request@1" },
    { id: "later", type: "http.request@1" },
    {
      id: "each",
      type: "flow.foreach@1",
      with: { items: "input.items" },
      bodies: { body: { nodes: [{ id: "pack", type: "data.set@1" }], edges: [] } },
    },
  ],
  edges: [
    { from: "ask", to: "each" },
    { from: "each", to: "later" },
  ],
} as unknown as WorkflowDocument;

const labels = (text: string, scope: JsonObject) =>
  completionsIn(text, scope, FUNCTIONS)?.suggestions.map((one) => one.label);

test("a step reads its ancestors, and in a body the item; not what comes later", () => {
  const scope = scopeOfExpressions(SHOP, CATALOGUE, "pack");

  expect(schemaAt(scope, "steps.ask.output.status")).toEqual({ type: "integer" });
  expect(schemaAt(scope, "steps.later")).toBeNull();
  expect(schemaAt(scope, "item.qty")).toEqual({ type: "integer" });
  expect(schemaAt(scopeOfExpressions(SHOP, CATALOGUE, "ask"), "item")).toBeNull();
});

test("what was begun is completed: names, fields, methods that fit, functions of a family", () => {
  const scope = scopeOfExpressions(SHOP, CATALOGUE, "pack");

  expect(labels("inp", scope)).toEqual(["input"]);
  expect(labels("1 + steps.ask.output.st", scope)).toEqual(["status"]);
  expect(labels("input.items.m", scope)).toEqual(["map"]);
  expect(labels("input.items[0].", scope)).toContain("qty");
  expect(labels("env.CURRENCY.tr", scope)).toEqual(["trim"]);
  expect(labels("math.", scope)).toEqual(["abs"]);
  expect(labels("'text with inp", scope)).toBeUndefined();
});

test("a completion replaces what was begun, and leaves the caret in the brackets", () => {
  const found = completionsIn("1 + si", scopeOfExpressions(SHOP, CATALOGUE, "pack"), FUNCTIONS);

  expect(found?.from).toBe(4);
  expect(found?.suggestions[0]).toMatchObject({ text: "size()", caret: 1 });
});

test("one expression is told from a text that holds some, and from an escaped one", () => {
  expect(innerOf("${{ input.n }}")).toBe("input.n");
  expect(innerOf(wrapped("input.n + "))).toBe("input.n + ");
  expect(innerOf("n: ${{ input.n }}")).toBeNull();
  expect(innerOf("${{ a }}${{ b }}")).toBeNull();
  expect([isExpression("a ${{ b }}"), isExpression("$${{ b }}"), isExpression(5)]).toEqual([
    true,
    false,
    false,
  ]);
});

test("a literal goes to an expression and back; what was worked out is given up", () => {
  expect(toExpression(5)).toBe("${{ 5 }}");
  expect(toFixed(toExpression("a"))).toBe("a");
  expect(toFixed("${{ input.n }}")).toBeUndefined();
});

test("the expression around the caret is found, and none outside of the braces", () => {
  const text = "Order ${{ input.id }} of ${{ st";

  expect(expressionAt(text, text.length, false)?.text.trim()).toBe("st");
  expect(expressionAt(text, 22, false)).toBeNull();
  expect(expressionAt("steps.", 6, true)).toEqual({ from: 0, text: "steps." });
});

test("pinned data wins over that of the last run, and only steps that are read are sent", () => {
  const step = (node: string, output: unknown) => ({
    node,
    path: node,
    status: "completed",
    port: "out",
    output,
  });
  const past = { input: { n: 1 }, steps: [step("ask", 1), step("later", 2), step("each", 3)] };
  const pins = new Map([["ask", { port: "out", output: "pinned" }]]);

  const scope = sampleScope(SHOP, past, pins, undefined, ["ask", "each"]);

  expect(Object.keys(scope["steps"] as object)).toEqual(["ask", "each"]);
  expect(schemaless(scope, "ask")).toBe("pinned");
  expect(scope["input"]).toEqual({ n: 1 });
});

const schemaless = (scope: JsonObject, id: string) =>
  ((scope["steps"] as JsonObject)[id] as JsonObject)["output"];

test("a title is nothing to what expressions read; an edge is", () => {
  const titled = applyAll(SHOP, setField("ask", ["title"], "Fetch")).document;
  const first = SHOP.edges?.[0];
  if (first === undefined) throw new Error("no edge");
  const cut = applyAll(SHOP, [{ op: "remove", kind: "edge", id: `${first.from}->${first.to}` }]).document;
  expect(readAlike(SHOP, titled)).toBe(true);
  expect(readAlike(SHOP, cut)).toBe(false);
});

test("where two documents are read alike, every node's scope is the same", () => {
  fc.assert(
    fc.property(
      workflow.chain((document) => fc.tuple(fc.constant(document), fc.array(patchOf(document)))),
      ([document, patches]) => {
        const after = applyAll(document, patches).document;
        if (!readAlike(document, after)) return;
        for (const id of [null, ...indexOf(document).nodes.keys()])
          expect(scopeOfExpressions(after, CATALOGUE, id)).toEqual(
            scopeOfExpressions(document, CATALOGUE, id),
          );
      },
    ),
  );
});
