import { expect, test } from "vitest";
import { fieldsOf } from "./changes";

test("objects are compared down to the fields that differ", () => {
  const before = { url: "a", headers: { x: 1, y: 2 }, list: [1] };
  const after = { url: "a", headers: { x: 1, y: 3 }, list: [1, 2], more: true };

  expect(fieldsOf(before, after)).toEqual([
    { path: "headers › y", before: 2, after: 3 },
    { path: "list", before: [1], after: [1, 2] },
    { path: "more", before: undefined, after: true },
  ]);
});

test("what had no value before is one field", () => {
  expect(fieldsOf(null, { a: 1 })).toEqual([{ path: "", before: null, after: { a: 1 } }]);
});
