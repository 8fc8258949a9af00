import { expect, test } from "vitest";
import { successRate, total } from "./sums";

test("an execution that somebody cancelled is no failure", () => {
  expect(successRate({ completed: 3, failed: 1, cancelled: 20 })).toBe(0.75);
});

test("where nothing ended there is no rate, not a rate of zero", () => {
  expect(successRate({ cancelled: 2 })).toBeNull();
  expect(total({})).toBe(0);
});
