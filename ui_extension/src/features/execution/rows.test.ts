import { expect, test } from "vitest";
import type { Step, Timeline } from "@/api/words";
import { rowsOf, stepsOf } from "./rows";

const step = (path: string, more: Partial<Step> = {}): Step =>
  ({
    path,
    node: path.split("/").at(-1),
    status: "completed",
    iterations: [],
    compensation: null,
    ...more,
  }) as Step;

const loop = step("each", {
  iterations: [
    { scope: "each[0]", index: 0, name: null, status: "completed", steps: [step("each[0]/charge")] },
    { scope: "each[1]", index: 1, name: null, status: "failed", steps: [step("each[1]/charge")] },
  ] as unknown as Step["iterations"],
});
const timeline = {
  steps: [step("pay", { compensation: step("pay/compensate") }), loop],
} as unknown as Timeline;

test("iterations lie below their step, and what undid a step below it", () => {
  const rows = rowsOf(timeline, new Set());

  expect(rows.map((row) => [row.key, row.depth])).toEqual([
    ["pay", 0],
    ["pay/compensate", 1],
    ["each", 0],
    ["each[0]", 1],
    ["each[0]/charge", 2],
    ["each[1]", 1],
    ["each[1]/charge", 2],
  ]);
  expect(rows[1]?.isUndoing).toBe(true);
});

test("what is closed hides its inside, and says how much there is", () => {
  const [, , each, ...rest] = rowsOf(timeline, new Set(["each"]));

  expect(each).toMatchObject({ key: "each", isOpen: false, inside: 2 });
  expect(rest).toEqual([]);
});

test("every step is found by its path, and a container by what is one of its iterations", () => {
  const found = stepsOf(timeline.steps);

  expect([...found].map(([key, step]) => [key, step.path])).toEqual([
    ["pay", "pay"],
    ["pay/compensate", "pay/compensate"],
    ["each", "each"],
    ["each[0]", "each"],
    ["each[0]/charge", "each[0]/charge"],
    ["each[1]", "each"],
    ["each[1]/charge", "each[1]/charge"],
  ]);
});
