import { expect, test } from "vitest";
import type { WorkflowNode } from "../document/schema.gen.ts";
import { type Asked, conditionsOf } from "./conditions";

const DECISION = {
  id: "size",
  type: "flow.decision@1",
  with: {
    cases: [
      { port: "huge", when: "input.n > 100" },
      { port: "large", when: "${{ input.n > 10 }}" },
      { port: "odd", when: "input.n % 2 == 1" },
    ],
    default: "small",
  },
} as unknown as WorkflowNode;
const LOOP = {
  id: "until",
  type: "flow.while@1",
  with: { condition: "loop.state < 3" },
} as unknown as WorkflowNode;

const step = (more: Partial<Asked>): Asked => ({
  status: "completed",
  port: null,
  case: null,
  error: null,
  reused_from: null,
  iterations: [],
  ...more,
});
const came = (node: WorkflowNode, more: Partial<Asked>) =>
  conditionsOf(node, step(more)).map(({ cameOut }) => cameOut);

test("the case that was taken held, those before it did not, and those behind it were not asked", () => {
  expect(came(DECISION, { case: 1, port: "large" })).toEqual(["no", "yes", "unasked"]);
  expect(conditionsOf(DECISION, step({ case: 1 })).map(({ port, text }) => [port, text])[1]).toEqual([
    "large",
    "input.n > 10",
  ]);
});

test("when the default was taken, or nothing fitted, no case held", () => {
  expect(came(DECISION, { port: "small" })).toEqual(["no", "no", "no"]);
  expect(came(DECISION, { status: "failed", error: { code: "WF-RUN-NO-CASE" } })).toEqual(["no", "no", "no"]);
});

test("of what was not decided here, or could not be, nothing is claimed", () => {
  const nothing = [null, null, null];
  expect(came(DECISION, { status: "running" })).toEqual(nothing);
  expect(came(DECISION, { status: "failed", error: { code: "WF-EXP-TYPE" } })).toEqual(nothing);
  expect(came(DECISION, { port: "small", reused_from: "an earlier one" })).toEqual(nothing);
  expect(came(DECISION, { port: "large" })).toEqual(nothing);
});

test("a loop's condition held once for each iteration, and at its end no more", () => {
  expect(conditionsOf(LOOP, step({ iterations: { length: 3 } }))).toEqual([
    { text: "loop.state < 3", port: null, cameOut: "no", times: 3 },
  ]);
  expect(came(LOOP, { status: "running", iterations: { length: 2 } })).toEqual(["yes"]);
  expect(came(LOOP, { status: "running" })).toEqual([null]);
});

test("other steps have no conditions", () => {
  expect(
    conditionsOf({ id: "a", type: "data.set@1", with: { values: { when: "x" } } } as never, step({})),
  ).toEqual([]);
});
