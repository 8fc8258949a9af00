import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Event } from "./events.gen.ts";
import { fold, NOTHING_YET, type Recorded } from "./fold.ts";

interface Golden {
  readonly case: string;
  readonly title: string;
  readonly status: string;
  readonly steps: Readonly<Record<string, string>>;
  readonly events: readonly (Event & { seq: number; at: number; version: number })[];
}

const FOLDER = new URL("../../../../wfplatform_tests/golden/histories/", import.meta.url);
const histories = readdirSync(FOLDER).map(
  (file) => JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")) as Golden,
);

const recorded = (history: Golden): Recorded[] =>
  history.events.map(({ seq, at, version, ...event }) => ({ seq, at, version, event: event as Event }));

const statuses = (history: Golden, events = recorded(history)) => {
  const state = fold(NOTHING_YET, events);
  const steps = [...state.steps.values()].map((step) => [step.path, step.status] as const);
  return { status: state.status, steps: Object.fromEntries(steps.sort(([a], [b]) => (a < b ? -1 : 1))) };
};

describe("the fold", () => {
  test("there are histories to compare with", () => {
    expect(histories.length).toBeGreaterThan(50);
  });

  test.each(histories.map((history) => [history.case, history] as const))(
    "agrees with the server: %s",
    (_, history) => {
      expect(statuses(history)).toEqual({ status: history.status, steps: history.steps });
    },
  );

  test("gives the same in one go, one by one, and with every event twice", () => {
    for (const history of histories) {
      const events = recorded(history);
      const oneByOne = events.reduce((state, event) => fold(state, [event]), NOTHING_YET);
      const twice = fold(
        NOTHING_YET,
        events.flatMap((event) => [event, event]),
      );
      expect(oneByOne).toEqual(fold(NOTHING_YET, events));
      expect(twice).toEqual(oneByOne);
    }
  });

  test("tells a gap, takes in nothing behind it, and goes on once it is filled", () => {
    const events = recorded(histories[0] as Golden);
    const [first, , third] = events as [Recorded, Recorded, Recorded];
    const halted = fold(NOTHING_YET, [first, third]);
    expect(halted.halt).toEqual({ reason: "gap", expected: 2, got: 3 });
    expect(halted.seq).toBe(1);
    const whole = fold(halted, events);
    expect(whole.halt).toBeNull();
    expect(whole).toEqual(fold(NOTHING_YET, events));
  });

  test("stops at a kind or a version that it does not know", () => {
    const [first] = recorded(histories[0] as Golden) as [Recorded];
    const strange = { ...first, event: { kind: "step.teleported" } as unknown as Event };
    expect(fold(NOTHING_YET, [strange]).halt).toEqual({ reason: "unknown_kind", kind: "step.teleported" });
    expect(fold(NOTHING_YET, [{ ...first, version: 99 }]).halt).toMatchObject({
      reason: "unknown_version",
      version: 99,
    });
  });

  test("steps that nothing happened to stay the same objects", () => {
    const events = recorded(histories.find((one) => one.case.startsWith("06b")) as Golden);
    const before = fold(NOTHING_YET, events.slice(0, -3));
    const after = fold(before, events.slice(-3));
    const same = [...before.steps].filter(([path, step]) => after.steps.get(path) === step);
    expect(same.length).toBeGreaterThan(0);
    expect(fold(after, events)).toBe(after);
  });
});
