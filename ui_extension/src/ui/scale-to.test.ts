import { expect, test } from "vitest";
import { scaleTo } from "./scale-to";

test.each([
  [0, 2],
  [1, 2],
  [3, 4],
  [10, 10],
  [11, 20],
  [39, 40],
  [81, 100],
  [1_001, 2_000],
])("a scale for at most %d ends at %d", (most, end) => {
  expect(scaleTo(most)).toBe(end);
});
