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

test.each([
  "",
  "nonsense",
  "* * * *",
  "99 * * * *",
  "0 0 * * * *",
  "*/90 * * * *",
  "0 0 * * 5-1",
  "0 0 31 2 *",
])("%j is no schedule", (cron) => {
  expect(meaning(cron, "UTC", "en")).toBeNull();
});

test.each(["0 0 L * *", "0 0 ? * *", "0 0 * * MON#2", "0 0 15W * *", "0 0 * * 5L"])(
  "%j is nothing that the server takes, and is not explained as if it were",
  (cron) => {
    expect(meaning(cron, "UTC", "en")).toBeNull();
  },
);

test.each(["*/15 8-17 * * mon-FRI", "0 0 1,15 JAN,jul 7"])("%j is a schedule", (cron) => {
  expect(meaning(cron, "UTC", "en")?.next).toHaveLength(4);
});
