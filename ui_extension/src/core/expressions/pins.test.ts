import { expect, test } from "vitest";
import type { WorkflowDocument } from "../document/schema.gen.ts";
import { groundOf, hasGiven, pinsFor, testable } from "./pins.ts";

const SHOP = {
  schema: "wfplatform/v1",
  name: "shop",
  nodes: [
    { id: "far", type: "data.set@1" },
    { id: "idle", type: "data.set@1" },
    { id: "large", type: "flow.decision@1" },
    {
      id: "each",
      type: "flow.foreach@1",
      with: { items: "steps.far.output" },
      bodies: { body: { nodes: [{ id: "pack", type: "data.set@1" }] } },
    },
  ],
  edges: [
    { from: "far", to: "idle" },
    { from: "idle", to: "large" },
    { from: "large.yes", to: "each" },
  ],
} as unknown as WorkflowDocument;

test("a step of a body is tried with the container that runs it", () => {
  expect([testable(SHOP, "pack"), testable(SHOP, "far")]).toEqual(["each", "far"]);
});

test("a test stands on the steps that lead to it and those that it reads, and on no others", () => {
  expect(groundOf(SHOP, ["each"])).toEqual(["far", "large"]);
  expect(groundOf(SHOP, ["far", "idle"])).toEqual([]);
});

test("a step that leads on is pinned by the port that does, with what it gave last", () => {
  const step = (node: string, output: unknown) => ({
    node,
    path: node,
    status: "completed",
    port: "no",
    output,
  });
  const past = { input: {}, steps: [step("large", 1), step("far", 2)] };

  const pins = pinsFor(SHOP, ["each"], past, new Map([["far", { port: "out", output: "mine" }]]));

  expect(pins).toEqual({ far: { port: "out", output: "mine" }, large: { port: "yes", output: 1 } });
});

test("a step gave something when it ran, or when a test was given it; not when it was skipped or nothing was known", () => {
  const step = (node: string, status: string, output: unknown, reused_from: string | null = null) => ({
    node,
    path: node,
    port: null,
    status,
    output,
    reused_from,
  });
  const steps = [
    step("ran", "completed", null),
    step("pinned", "completed", { net: 1 }, ""),
    step("unknown", "completed", null, ""),
    step("skipped", "skipped", null),
  ];

  const given = ["ran", "pinned", "unknown", "skipped", "new"].filter((id) =>
    hasGiven({ input: {}, steps }, id),
  );

  expect(given).toEqual(["ran", "pinned"]);
});
