// Lengths and moments as people read them.
import { expect, test } from "vitest";
import { formatsOf } from "../src/ui/use-format";

const format = formatsOf("en");

test("a length is told in the unit that fits it", () => {
  const lengths = [12, 1_500, 90_000, 5_400_000, 129_600_000];
  expect(lengths.map(format.duration)).toEqual(["12ms", "1.5s", "1.5m", "1.5h", "1.5d"]);
});

test("how long ago is told in the largest unit that fits", () => {
  const now = Date.UTC(2026, 0, 2);
  const ago = (seconds: number) => format.ago(new Date(now - seconds * 1_000).toISOString(), now);
  expect([ago(5), ago(120), ago(7_200)]).toEqual(["5 sec. ago", "2 min. ago", "2 hr. ago"]);
});
