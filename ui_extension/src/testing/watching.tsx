// The page of an execution beside a gateway that tells of one, for tests of what a person sees there.
import { QueryClient } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { vi } from "vitest";
import type { Step } from "@/api/words";
import { ExecutionPage } from "@/features/execution/execution-page";
import type { Part } from "@/features/execution/part";
import { withoutResizing } from "./observers";
import { gateway, shown } from "./shown";

const ME = "/api/v1/executions/7";
export const BEGUN = "2026-03-01T08:00:00Z";
export const at = (second: number) => new Date(Date.parse(BEGUN) + second * 1_000).toISOString();
export const step = (path: string, more: Partial<Step> = {}) =>
  ({
    path,
    node: path.split("/").at(-1),
    status: "completed",
    port: null,
    iterations: [],
    attempts: [],
    waits: [],
    decisions: [],
    compensation: null,
    input: null,
    output: null,
    error: null,
    started_at: BEGUN,
    finished_at: at(9),
    duration_ms: 9_000,
    reused_from: null,
    child: null,
    ...more,
  }) as unknown as Step;
export const tried = (number: number, from: number, until: number, more: object = {}) =>
  ({
    number,
    generation: 1,
    started_at: at(from),
    ended_at: at(until),
    outcome: "failed",
    error: { code: "DOWN", message: "nobody answers", remedy: "" },
    retry_at: null,
    delay_ms: null,
    ...more,
  }) as unknown as Step["attempts"][number];
export const iteration = (index: number, ...steps: Step[]) =>
  ({
    scope: `each[${index}]`,
    index,
    name: null,
    status: "completed",
    started_at: BEGUN,
    ended_at: at(1),
    steps,
  }) as never;
function Held({ first }: { first: string | undefined }) {
  const [chosen, choose] = useState(first);
  const [part, look] = useState<Part>("steps");
  return <ExecutionPage id="7" step={chosen} part={part} onStep={choose} onPart={look} onAgain={vi.fn()} />;
}

type Given = {
  steps?: Step[];
  detail?: object;
  events?: unknown[] | (() => Response);
  logs?: unknown[] | ((address: URL) => object);
  activities?: object;
  nodes?: object[];
  first?: string;
  /** What is answered instead, by path behind the execution's own. */
  answers?: Record<string, unknown>;
};

const CHARGE = { id: "charge", type: "a@1", title: "Charge the card" };

/** Opens it, and waits until it is there. */
export async function page(given: Given) {
  const {
    steps = [],
    detail = {},
    events = [],
    logs = [],
    activities,
    nodes = [CHARGE],
    first,
    answers = {},
  } = given;
  const execution = {
    id: "7",
    workflow: "sell",
    version: "1",
    status: "completed",
    mode: "live",
    lane: "express",
    created_at: BEGUN,
    finished_at: at(10),
    seq: 5,
    counts: { completed: 1 },
    waits: [],
    tasks: [],
    wake_at: null,
    trigger: null,
    input: {},
    output: null,
    error: null,
    ...detail,
  };
  gateway({
    [ME]: execution,
    [`${ME}/timeline`]: {
      seq: 5,
      created_at: BEGUN,
      started_at: BEGUN,
      finished_at: execution.finished_at,
      steps,
    },
    [`${ME}/document`]: {
      version: "1",
      document: {
        schema: "wfplatform/v1",
        kind: "flow",
        name: "sell",
        env: { LARGE: 100 },
        nodes,
        edges: [],
      },
    },
    "/api/v1/activities": activities,
    [`${ME}/events`]: typeof events === "function" ? events : { items: events, last: 1, more: false },
    [`${ME}/logs`]: typeof logs === "function" ? logs : { items: logs, last: 1, more: false },
    ...Object.fromEntries(Object.entries(answers).map(([path, answer]) => [ME + path, answer])),
  });
  await shown(<Held first={first} />, new QueryClient({ defaultOptions: { queries: { retry: false } } }));
  await screen.findByRole("heading", { name: "sell" });
  return userEvent.setup();
}

/** For jsdom, which lays nothing out. Of a list only what is in view is drawn, and that needs a height. */
export function withRoom() {
  withoutResizing();
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(560);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(600);
}

export const tree = () => screen.findByRole("tree", { name: "Steps" });
export const panel = (name: string) => screen.findByRole("heading", { level: 2, name });
