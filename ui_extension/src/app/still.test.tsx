// @vitest-environment jsdom
import { render } from "@testing-library/react";
import { afterEach, beforeAll, expect, test } from "vitest";
import { queryClient } from "@/api/query-client";
import { gateway } from "@/testing/shown";
import { startI18n } from "./i18n/start";
import { still } from "./still";

const ME = "/api/v1/executions/7";
const BEGUN = "2026-03-01T08:00:00Z";
const FAR_OFF = 200;

beforeAll(() => startI18n("en"));
afterEach(() => queryClient.clear());

const step = (node: string, status: string) => ({
  path: node,
  node,
  status,
  port: status === "completed" ? "out" : null,
  iterations: [],
  attempts: [],
  waits: [],
  compensation: null,
  started_at: BEGUN,
  finished_at: BEGUN,
  duration_ms: 1,
});
const execution = {
  id: "7",
  workflow: "sell",
  version: "1",
  status: "failed",
  mode: "live",
  lane: "express",
  created_at: BEGUN,
  finished_at: BEGUN,
  counts: { completed: 1 },
  waits: [],
  tasks: [],
  input: { order: 12 },
  trigger: null,
  output: null,
  error: { code: "DOWN", message: "nobody answers", remedy: "Ask again." },
  failing_step: "charge",
};
const nodes = ["pick", "charge", ...Array.from({ length: FAR_OFF }, (_, at) => `later${at}`)];
const document = {
  schema: "wfplatform/v1",
  kind: "flow",
  name: "sell",
  nodes: nodes.map((id) => ({ id, type: "data.set@1" })),
  edges: nodes.slice(1).map((id, at) => ({ from: nodes[at], to: id })),
  layout: { nodes: Object.fromEntries(nodes.map((id, at) => [id, { x: at * 288, y: 0 }])) },
};

/** Without a router, or whatever else the application brings. */
async function drawn(answers: object = {}, asked = "") {
  gateway({
    [ME]: execution,
    [`${ME}/timeline`]: {
      created_at: BEGUN,
      started_at: BEGUN,
      finished_at: BEGUN,
      steps: [step("pick", "completed"), step("charge", "failed")],
    },
    [`${ME}/document`]: { version: "1", document },
    "/api/v1/activities": { activities: [] },
    "/api/v1/platform": {},
    ...answers,
  });
  const html = await still("7", new URLSearchParams(asked));
  // biome-ignore lint/security/noDangerouslySetInnerHtml: as the page has it
  return render(<div dangerouslySetInnerHTML={{ __html: html }} />);
}

test("an execution is seen as it stands before there is anything to work with", async () => {
  const { container, getByRole, getByText } = await drawn();
  expect(getByRole("heading", { name: "sell", hidden: true })).toBeTruthy();
  expect(getByText("nobody answers")).toBeTruthy();
  const status = (id: string) => container.querySelector(`[data-node="${id}"]`)?.getAttribute("data-status");
  expect([status("pick"), status("charge"), status("later0")]).toEqual(["completed", "failed", "pending"]);
  const rows = [...container.querySelectorAll("[data-path]")].map((row) => row.getAttribute("data-path"));
  expect(rows).toEqual(["pick", "charge"]);
  expect(container.querySelectorAll(".wf-edge-live")).toHaveLength(1);
});

test("of a long drawing only what is in view is drawn", async () => {
  const { container } = await drawn();
  const count = container.querySelectorAll("[data-node]").length;
  expect(count).toBeGreaterThan(2);
  expect(count).toBeLessThan(FAR_OFF / 4);
});

test("the step that a link points at is the chosen one", async () => {
  const { container, getByRole } = await drawn({}, "step=charge");
  expect(container.querySelector('[aria-selected="true"]')?.getAttribute("data-path")).toBe("charge");
  expect(getByRole("heading", { name: "charge", hidden: true })).toBeTruthy();
});

test("the part that a link points at is the chosen one; of the others it shows nothing", async () => {
  const { container, getByText } = await drawn({}, "part=events");
  expect(getByText("Events").dataset["state"]).toBe("active");
  expect(getByText("Steps").dataset["state"]).toBeUndefined();
  expect(container.querySelector("[data-path]")).toBeNull();
});

test("an execution that does not exist is left to the page to tell", async () => {
  const { container } = await drawn({ [ME]: Response.json({ title: "no" }, { status: 404 }) });
  expect(container.querySelector("main")?.textContent).toBe("");
});
