import { expect, test } from "vitest";
import type { Step, Timeline } from "@/api/words";
import type { WorkflowDocument } from "@/core/document/schema.gen";
import { drawnOf, foremost } from "./drawn";

const step = (path: string, status: string, more: Partial<Step> = {}): Step =>
  ({
    path,
    node: path.split("/").at(-1),
    status,
    port: status === "completed" ? "out" : null,
    iterations: [],
    attempts: [],
    compensation: null,
    input: null,
    ...more,
  }) as unknown as Step;
const tried = (count: number) => Array.from({ length: count }, () => ({})) as unknown as Step["attempts"];
const iteration = (scope: string, ended_at: string | null, steps: readonly Step[]) =>
  ({ scope, name: null, ended_at, steps }) as unknown as Step["iterations"][number];

const document = {
  nodes: [
    { id: "price", type: "data.set@1" },
    { id: "large", type: "flow.decision@1" },
    { id: "each", type: "flow.foreach@1", bodies: { body: { nodes: [{ id: "charge" }], edges: [] } } },
    { id: "never", type: "data.set@1" },
  ],
  edges: [
    { from: "price", to: "large" },
    { from: "large.yes", to: "each" },
    { from: "large.no", to: "never" },
  ],
} as unknown as WorkflowDocument;
const word = (status: string) => status;
const of = (...steps: Step[]) => drawnOf({ steps } as unknown as Timeline, document, word);

test("a node that nothing happened to is pending", () => {
  expect(of().shown.get("never")).toEqual({ status: "pending", label: "pending" });
});

test("an edge is live when its source took its port, dead when it took another, and neither before", () => {
  const drawn = of(step("price", "completed"), step("large", "completed", { port: "yes" }));

  expect([...drawn.ways]).toEqual([
    ["price->large", "live"],
    ["large.yes->each", "live"],
    ["large.no->never", "dead"],
  ]);
  expect([...of(step("price", "running")).ways]).toEqual([]);
});

test("a loop counts the iterations that have ended, out of its items; a step in it its visits", () => {
  const each = step("each", "running", {
    input: { items: [1, 2, 3] },
    iterations: [
      iteration("each[0]", "2026-01-01", [step("each[0]/charge", "completed")]),
      iteration("each[1]", null, [step("each[1]/charge", "running")]),
    ],
  });
  const drawn = of(each);

  expect(drawn.shown.get("each")?.text).toBe("1/3");
  expect(drawn.shown.get("charge")).toMatchObject({ status: "running", text: "1/2" });
});

test("one failed visit makes the node failed, and is the one that is shown first", () => {
  const visits = [step("each[0]/charge", "failed"), step("each[1]/charge", "completed")];
  const each = step("each", "failed", { iterations: [iteration("each[0]", "x", visits)] });

  expect(of(each).shown.get("charge")?.status).toBe("failed");
  expect(foremost(visits)?.path).toBe("each[0]/charge");
});

test("tries are shown from the second one on, and undoing while it goes on", () => {
  const undoing = step("price/compensate", "running");
  const drawn = of(
    step("price", "completed", { attempts: tried(1), compensation: undoing }),
    step("large", "retrying", { attempts: tried(2) }),
  );

  expect(drawn.shown.get("price")).toEqual({ status: "compensating", label: "compensating" });
  expect(drawn.shown.get("large")?.tries).toBe(2);
});

test("what stands as before keeps its object", () => {
  const first = of(step("price", "running"));
  const second = drawnOf(
    { steps: [step("price", "completed")] } as unknown as Timeline,
    document,
    word,
    first,
  );

  expect(second.shown.get("never")).toBe(first.shown.get("never"));
  expect(second.shown.get("price")).not.toBe(first.shown.get("price"));
});
