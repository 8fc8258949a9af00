import { expect, test } from "vitest";
import { ExactNumber } from "./exact";
import type { Json } from "./json";
import { shortened } from "./shorten";

test("a long text is cut wherever it stands, and what stands beside it is kept, in its order", () => {
  const value = {
    b: ["x".repeat(12), 1],
    "404": "short",
    a: new ExactNumber("12345678901234567890"),
  } as Json;

  expect(JSON.stringify(shortened(value, 5))).toBe(
    JSON.stringify({ ...(value as object), b: ["xxxxx… (7)", 1] }),
  );
});

test("what has no long text stays the same", () => {
  const value: Json = { a: [{ b: "short" }, null, true] };

  expect(shortened(value, 5)).toBe(value);
});

test("a text is not cut within a sign", () => {
  expect(shortened("abc💥def", 4)).toBe("abc… (5)");
});
