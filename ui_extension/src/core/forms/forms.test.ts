import { expect, test } from "vitest";
import type { JsonObject } from "../json/json.ts";
import { asKind, kindOf } from "./any.ts";
import { complaintAbout } from "./check.ts";
import { fieldFor, fieldsIn } from "./field.ts";

const control = (schema: JsonObject, name = "x") => fieldFor(name, schema, {}).control;

test("required fields come first, each as it stands in the schema", () => {
  const schema = { properties: { a: {}, b: {}, c: {} }, required: ["c", "b"] };

  expect(fieldsIn(schema).map((field) => field.name)).toEqual(["b", "c", "a"]);
});

test.each([
  [{ type: "string" }, "lines"],
  [{ type: "string", maxLength: 4096 }, "lines"],
  [{ type: "string", maxLength: 63 }, "text"],
  [{ type: "string", pattern: "^[a-z]+$" }, "text"],
  [{ type: "string", format: "email" }, "text"],
  [{ type: "string", format: "sql" }, "code"],
  [{ type: "string", format: "cel" }, "cel"],
  [{ type: "string", pattern: "^[0-9]+(ms|s|m|h|d)$" }, "duration"],
  [{ enum: ["a", "b"] }, "choice"],
  [{ type: "integer" }, "whole"],
  [{ type: "boolean" }, "yes"],
  [{ type: "array", items: {} }, "list"],
  [{ type: "object", additionalProperties: true }, "map"],
  [{ type: "object", properties: { a: {} } }, "object"],
  [{}, "any"],
  [{ anyOf: [{ type: "integer" }, { type: "null" }] }, "whole"],
  [{ anyOf: [{ type: "integer" }, { type: "string" }] }, "any"],
] as const)("%j is written in a control of the kind %s", (schema, wanted) => {
  expect(control(schema as unknown as JsonObject)).toBe(wanted);
});

test("a reference is followed, and what stands beside it is kept", () => {
  const root = { $defs: { Case: { type: "object", properties: { port: {} } } } };

  const field = fieldFor("case", { $ref: "#/$defs/Case", description: "One." }, root);

  expect([field.control, field.about]).toEqual(["object", "One."]);
});

test("names are written as people write them, unless the schema has a title of its own", () => {
  const title = (name: string, schema: JsonObject) => fieldFor(name, schema, {}).title;

  expect(title("order_id", { title: "Order Id" })).toBe("Order ID");
  expect(title("url", {})).toBe("URL");
  expect(title("x", { title: "Where from" })).toBe("Where from");
});

test("a schema complains of values, never of expressions or of nothing", () => {
  const whole = fieldFor("n", { type: "integer", minimum: 1, maximum: 5 }, {});
  const wait = fieldFor("wait", { type: "string", format: "duration" }, {});

  expect(complaintAbout(whole, 1.5)?.rule).toBe("whole");
  expect(complaintAbout(whole, 0)).toEqual({ rule: "minimum", bound: "1" });
  expect(complaintAbout(whole, 9)?.rule).toBe("maximum");
  expect(complaintAbout(wait, "5 minutes")?.rule).toBe("duration");
  for (const fine of ["5m", "${{ input.wait }}", "", undefined])
    expect(complaintAbout(wait, fine)).toBeNull();
});

test("a value becomes another kind and keeps what it can", () => {
  expect(asKind("5", "number")).toBe(5);
  expect(asKind(5, "text")).toBe("5");
  expect(asKind("a", "list")).toEqual(["a"]);
  expect(asKind("a", "fields")).toEqual({});
  expect([kindOf(undefined), kindOf(null), kindOf([]), kindOf(true)]).toEqual([
    "fields",
    "nothing",
    "list",
    "yes",
  ]);
});
