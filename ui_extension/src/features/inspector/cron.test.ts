import { expect, test } from "vitest";
import { meaning } from "./cron";

test("a schedule is said in words, and its next times come in its own zone, over the change of the clock", () => {
  const told = meaning("30 3 * * *", "Europe/Berlin", "en-GB", new Date("2026-03-28T12:00:00Z"));

  expect(told?.words).toBe("At 03:30 AM");
  expect(told?.next[0]).toContain("29 March 2026");
  expect(told?.next.every((moment) => moment.endsWith("03:30"))).toBe(true);
});

test("German is spoken where it is wanted, and shorthands are known", () => {
  expect(meaning("@daily", "UTC", "de", new Date("2026-01-01T00:00:00Z"))?.words).toBe("Um 00:00");
});

test.each(["", "nonsense", "* * * *", "99 * * * *", "0 0 * * * *"])("%j is no schedule", (cron) => {
  expect(meaning(cron, "UTC", "en")).toBeNull();
});
