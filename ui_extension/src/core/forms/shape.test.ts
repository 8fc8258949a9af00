import { expect, test } from "vitest";
import { entriesOf, fromEntries, type JsonObject } from "../json/json.ts";
import { asShape, freeName, shapeFields, shapeOf, withFields } from "./shape.ts";

test.each([
  [{ type: "string" }, "string"],
  [{ type: "string", format: "date" }, "date"],
  [{ type: "string", format: "email" }, "string"],
  [{ enum: ["a"] }, "choice"],
  [{ type: "object", properties: {} }, "object"],
  [{ description: "anything" }, "any"],
  [{ anyOf: [{ type: "string" }] }, "other"],
  [{ type: ["string", "null"] }, "other"],
] as [JsonObject, string][])("%j is shown as %s", (schema, shape) => {
  expect(shapeOf(schema)).toBe(shape);
});

test("another kind keeps the words and loses what only the old one understood", () => {
  const text = { type: "string", maxLength: 5, description: "How many" };

  expect(asShape(text, "integer")).toEqual({ type: "integer", description: "How many" });
  expect(asShape(text, "date")).toEqual({ type: "string", format: "date", description: "How many" });
  expect(asShape(text, "array")).toEqual({
    type: "array",
    items: { type: "string" },
    description: "How many",
  });
});

test("fields are taken apart and put together again, and what no control knows stays", () => {
  const schema = {
    type: "object",
    required: ["b", "elsewhere"],
    additionalProperties: false,
    properties: { a: { type: "string", pattern: "x" }, b: { $ref: "#/$defs/b" } },
  };

  expect(withFields(schema, shapeFields(schema))).toEqual(schema);
});

test("a renamed field keeps its place and stays required; the last one leaves an object of unknown fields", () => {
  const properties = fromEntries([
    ["x", {}],
    ["7", { type: "number" }],
  ]);
  const schema = { required: ["7"], properties };
  const [x, seven] = shapeFields(schema);
  if (x === undefined || seven === undefined) throw new Error("two fields");

  const renamed = withFields(schema, [x, { ...seven, name: "6" }]);

  expect(entriesOf(renamed["properties"] as JsonObject).map(([name]) => name)).toEqual(["x", "6"]);
  expect(renamed["required"]).toEqual(["6"]);
  expect(withFields(schema, [])).toEqual({ type: "object" });
});

test("a new field has a name of its own", () => {
  const taken = shapeFields({ properties: { field_2: {}, a: {} } });

  expect(freeName(taken)).toBe("field_3");
  expect(freeName(taken.slice(0, 1))).toBe("field_3");
});
