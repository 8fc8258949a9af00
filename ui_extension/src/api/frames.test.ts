import { expect, test } from "vitest";
import { withFrames } from "./frames";
import type { Frame } from "./live";
import type { Step, Timeline } from "./words";

const step = (path: string, status: string, more: Partial<Step> = {}) =>
  ({
    path,
    node: path,
    status,
    port: null,
    iterations: [],
    finished_at: null,
    started_at: null,
    ...more,
  }) as Step;
const timeline = (...steps: Step[]) => ({ seq: 5, steps }) as unknown as Timeline;
const frame = (seq: number, kind: string, path: string | null, data: Record<string, unknown> = {}) =>
  ({ seq, kind, step: path, data, at: "2026-01-01T00:00:00Z" }) as Frame;
const states = (of: Timeline) => of.steps.map((one) => [one.path, one.status, one.port]);

test("a step that begins appears, and one that ends is over by the port it took", () => {
  const next = withFrames(timeline(step("a", "running")), [
    frame(6, "step.completed", "a", { port: "yes" }),
    frame(7, "step.started", "b"),
  ]);

  expect(states(next)).toEqual([
    ["a", "completed", "yes"],
    ["b", "running", null],
  ]);
});

test("what the timeline has taken in already changes nothing", () => {
  const known = timeline(step("a", "completed"));

  expect(withFrames(known, [frame(5, "step.started", "a"), frame(6, "execution.waiting", null)])).toBe(known);
});

test("a step in an iteration is found there; its neighbours stay as they are", () => {
  const [first, second] = [step("each[0]/b", "completed"), step("each[1]/b", "running")];
  const iterations = [
    { scope: "each[0]", steps: [first] },
    { scope: "each[1]", steps: [second] },
  ] as unknown as Step["iterations"];
  const next = withFrames(timeline(step("each", "running", { iterations })), [
    frame(6, "step.failed", "each[1]/b"),
  ]);

  expect(next.steps[0]?.iterations[1]?.steps[0]?.status).toBe("failed");
  expect(next.steps[0]?.iterations[0]).toBe(iterations[0]);
});

test("a step that calls another workflow leads to its execution as soon as there is one", () => {
  const next = withFrames(timeline(step("call", "running")), [
    frame(6, "child.started", "call", { step: "call", child: "01a", workflow: "called", version: "1.0.0" }),
    frame(7, "step.completed", "call", { step: "call" }),
  ]);

  expect(next.steps[0]).toMatchObject({ status: "completed", child: "01a", child_workflow: "called" });
});
