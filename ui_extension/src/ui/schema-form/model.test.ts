import { expect, test } from "vitest";
import { beginning, controlOf, example, fieldsOf } from "./model";

const ORDER = {
  type: "object",
  required: ["order_id"],
  properties: {
    order_id: { type: "string", description: "As the shop gives it." },
    express: { type: "boolean", default: false },
    items: { type: "array", items: { type: "object", properties: { qty: { type: "integer", minimum: 1 } } } },
  },
};

test("each field has a name that people read, and is required when the schema says so", () => {
  const fields = fieldsOf(ORDER);

  expect(fields?.map(({ title, isRequired, control }) => [title, isRequired, control])).toEqual([
    ["Order id", true, "text"],
    ["Express", false, "yes"],
    ["Items", false, "json"],
  ]);
});

test.each([
  [{ type: "string", format: "date" }, "date"],
  [{ type: "string", maxLength: 5000 }, "lines"],
  [{ type: "integer" }, "whole"],
  [{ enum: ["a", "b"] }, "choice"],
  [{ anyOf: [] }, "json"],
  [{ type: ["string", "null"] }, "text"],
  [{ type: ["string", "integer"] }, "json"],
] as const)("%j is written in a control of kind %s", (schema, control) => {
  expect(controlOf(schema)).toBe(control);
});

test("a form begins with the schema's defaults only", () => {
  expect(beginning(ORDER)).toEqual({ express: false });
});

test("a box that must be there begins unticked, and nothing is written where it must be", () => {
  const schema = {
    required: ["sure", "note"],
    properties: {
      sure: { type: "boolean" },
      express: { type: "boolean" },
      note: { type: ["string", "null"] },
      none: { type: "string", default: null },
    },
  };

  expect(beginning(schema)).toEqual({ sure: false, none: null });
  expect(fieldsOf(schema)?.map((field) => field.control)).toEqual(["yes", "yes", "json", "text"]);
});

test("an example has the shape of the schema", () => {
  expect(example(ORDER)).toEqual({ order_id: "", express: false, items: [{ qty: 1 }] });
});
