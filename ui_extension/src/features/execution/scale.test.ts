import { expect, test } from "vitest";
import { barOf, scaleOf } from "./scale";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const scale = scaleOf(at(0), at(10), 0);

test("a bar lies where its moments lie", () => {
  expect(barOf(scale, at(2), at(7))).toEqual({ left: 0.2, width: expect.closeTo(0.5) });
});

test("what has no end yet reaches to now", () => {
  const open = scaleOf(at(0), null, new Date(at(20)).getTime());

  expect(barOf(open, at(10), null)).toEqual({ left: 0.5, width: 0.5 });
});

test("what took no time can still be seen, also at the very end", () => {
  const bar = barOf(scale, at(10), at(10));

  expect(bar?.width).toBeGreaterThan(0);
  expect((bar?.left ?? 1) + (bar?.width ?? 1)).toBeLessThanOrEqual(1);
});

test("what has not begun has no bar", () => {
  expect(barOf(scale, null, null)).toBeNull();
});
