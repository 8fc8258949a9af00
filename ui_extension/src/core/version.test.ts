import { expect, test } from "vitest";
import { allowed, raised } from "./version";

test.each([
  [null, "patch", "1.0.0"],
  ["1.4.2", "patch", "1.4.3"],
  ["1.4.2", "minor", "1.5.0"],
  ["1.4.2", "major", "2.0.0"],
] as const)("%s with a higher %s is %s", (version, part, next) => {
  expect(raised(version, part)).toBe(next);
});

test("a version may be raised further than needed, never less", () => {
  expect(allowed("minor")).toEqual(["major", "minor"]);
  expect(allowed("patch")).toEqual(["major", "minor", "patch"]);
});
