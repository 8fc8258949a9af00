// @vitest-environment jsdom
import { QueryClient } from "@tanstack/react-query";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Step } from "@/api/words";
import { withoutResizing } from "@/testing/observers";
import { gateway, shown } from "@/testing/shown";
import { ExecutionPage } from "./execution-page";

const ME = "/api/v1/executions/7";
const BEGUN = "2026-03-01T08:00:00Z";
const at = (second: number) => new Date(Date.parse(BEGUN) + second * 1_000).toISOString();
/** Turns the text behind it around, where nothing holds it together. */
const TURNED = "\u202Edenrut";

const step = (path: string, more: Partial<Step> = {}) =>
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
const tried = (number: number, from: number, until: number, more: object = {}) =>
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
const iteration = (index: number, ...steps: Step[]) =>
  ({
    scope: `each[${index}]`,
    index,
    name: null,
    status: "completed",
    started_at: BEGUN,
    ended_at: at(1),
    steps,
  }) as never;
const LOOP = step("each", {
  iterations: [iteration(0, step("each[0]/charge")), iteration(1, step("each[1]/charge"))],
});

function Held({ first }: { first: string | undefined }) {
  const [chosen, choose] = useState(first);
  return <ExecutionPage id="7" step={chosen} onStep={choose} onAgain={vi.fn()} />;
}

type Given = {
  steps?: Step[];
  detail?: object;
  events?: unknown[] | (() => Response);
  logs?: unknown[] | ((address: URL) => object);
  activities?: object;
  first?: string;
};

async function page({ steps = [], detail = {}, events = [], logs = [], activities, first }: Given) {
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
        nodes: [{ id: "charge", type: "a@1", title: "Charge the card" }],
        edges: [],
      },
    },
    "/api/v1/activities": activities,
    [`${ME}/events`]: typeof events === "function" ? events : { items: events, last: 1, more: false },
    [`${ME}/logs`]: typeof logs === "function" ? logs : { items: logs, last: 1, more: false },
  });
  await shown(<Held first={first} />, new QueryClient({ defaultOptions: { queries: { retry: false } } }));
  await screen.findByRole("heading", { name: "sell" });
  return userEvent.setup();
}

beforeEach(() => {
  withoutResizing();
  // A list of which only what is in view is drawn needs a height, and jsdom has none.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(560);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(600);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const tree = () => screen.findByRole("tree", { name: "Steps" });
const chosenRow = () => screen.getByRole("treeitem", { selected: true }).dataset["path"];
const panel = (name: string) => screen.findByRole("heading", { level: 2, name });

test("a question says which step it is about, by its node's title, and leads to it", async () => {
  const failure = { code: "REFUSED", message: "The card was refused.", remedy: "" };
  const user = await page({
    steps: [step("each[0]/charge", { status: "waiting", finished_at: null })],
    detail: {
      status: "waiting",
      finished_at: null,
      tasks: [
        { task: "t", step: "each[0]/charge", title: failure.message, error: failure, options: ["retry"] },
      ],
    },
  });

  await user.click(await screen.findByRole("button", { name: /Charge the card.*each\[0\]\/charge/ }));

  expect(await panel("each[0]/charge")).toBeVisible();
});

test("what to do about a failure is said by the step's activity, on its panel and above all", async () => {
  const error = { code: "CARD-LOST", message: "The card was refused.", remedy: null };
  await page({
    steps: [step("charge", { status: "failed", error: error as never })],
    detail: { status: "failed", error, failing_step: "charge" },
    activities: {
      activities: [{ type: "a@1", remedies: { "CARD-*": "Ask for another card." } }],
      triggers: [],
      functions: [],
      connections: [],
      problems: [],
    },
    first: "charge",
  });

  expect(await screen.findAllByText("Ask for another card.")).toHaveLength(2);
});

test("while a step waits for its next try, the page says for what and until when", async () => {
  await page({
    steps: [
      step("call", {
        status: "retrying",
        finished_at: null,
        attempts: [tried(1, 0, 1, { retry_at: at(90_000), delay_ms: 1_000 })],
      }),
    ],
    detail: { status: "waiting", finished_at: null, wake_at: at(90_000) },
    first: "call",
  });

  const moment = new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeStyle: "medium" }).format(
    new Date(at(90_000)),
  );
  const notice = (await screen.findByText("It waits for one thing")).closest<HTMLElement>("[role=status]");
  expect(notice).toHaveTextContent(`callnext try at ${moment}`);
  const attempts = screen.getByRole("heading", { name: "What happened" }).closest("section");
  expect(attempts).toHaveTextContent("nobody answers");
  expect(attempts).toHaveTextContent(`next try at ${moment}`);
  expect(attempts).not.toHaveTextContent("tried again");
});

test("where no step says for what it waits, the page says until when at least", async () => {
  await page({ detail: { status: "waiting", finished_at: null, wake_at: at(90_000) } });

  expect(await screen.findByText(/^It goes on by itself at .*2026/)).toBeVisible();
});

test("what is over waits for no next try", async () => {
  await page({
    steps: [step("call", { status: "cancelled", attempts: [tried(1, 0, 1, { retry_at: at(90_000) })] })],
    first: "call",
  });

  expect(await screen.findByText("nobody answers")).toBeVisible();
  expect(screen.queryByText(/next try/)).not.toBeInTheDocument();
});

test("between two tries, and before one that lies ahead, the bar is drawn as waiting", async () => {
  await page({
    steps: [
      step("call", { attempts: [tried(1, 0, 2, { retry_at: at(5), delay_ms: 3_000 }), tried(2, 5, 10)] }),
      step("ask", {
        status: "retrying",
        finished_at: null,
        attempts: [tried(1, 0, 5, { retry_at: at(900), delay_ms: 1_000 })],
      }),
    ],
  });
  const pieces = (path: string) =>
    [...document.querySelectorAll<HTMLElement>(`[data-path="${path}"] [data-piece]`)].map((one) => [
      one.dataset["piece"],
      one.style.left,
      one.style.width,
    ]);

  await tree();
  expect(pieces("call")).toEqual([
    ["try", "0%", "20%"],
    ["try", "50%", "50%"],
    ["wait", "20%", "30%"],
  ]);
  expect(pieces("ask")).toEqual([
    ["try", "0%", "50%"],
    ["wait", "50%", "50%"],
  ]);
});

test("events and lines of the log say their time as the reader's clock does", async () => {
  const local = new Intl.DateTimeFormat("en-US", {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
  }).format(new Date(at(1.234)));
  const user = await page({
    events: [{ seq: 1, at: at(1.234), kind: "step.started", data: {} }],
    logs: [{ id: 1, at: at(1.234), step: "call", level: "info", message: "called", fields: {} }],
  });

  await user.click(screen.getByRole("tab", { name: "Events" }));
  expect(await screen.findByText(local)).toHaveAttribute("datetime", at(1.234));
  await user.click(screen.getByRole("tab", { name: "Logs" }));
  expect(await screen.findByText(local)).toBeVisible();
});

test("an iteration that is chosen shows its container", async () => {
  const user = await page({ steps: [LOOP] });

  await user.click(await screen.findByRole("treeitem", { name: /\[1\]/ }));

  expect(await panel("each")).toBeVisible();
  expect(chosenRow()).toBe("each[1]");
});

test("the steps are gone through by the keys of a tree, and what is folded away leaves its container chosen", async () => {
  const user = await page({ steps: [LOOP], first: "each[1]/charge" });
  (await tree()).focus();

  await user.keyboard("{ArrowLeft}");
  expect(chosenRow()).toBe("each[1]");
  await user.keyboard("{ArrowRight}");
  expect(chosenRow()).toBe("each[1]/charge");
  await user.click(document.querySelector('[data-toggle="each"]') as HTMLElement);
  expect(chosenRow()).toBe("each");
  expect(screen.getByRole("treeitem")).toHaveAttribute("aria-expanded", "false");
  await user.keyboard("{ArrowRight}{PageDown}");
  expect(chosenRow()).toBe("each[1]/charge");
});

test("Enter behind the reason asks for the end", async () => {
  const user = await page({ detail: { status: "running", finished_at: null } });
  await user.click(screen.getByRole("button", { name: "Cancel" }));

  await user.type(screen.getByRole("textbox", { name: /Reason/ }), "a mistake{Enter}");

  expect(within(screen.getByRole("dialog")).getByRole("button", { name: "Cancel it" })).toHaveAttribute(
    "aria-busy",
    "true",
  );
});

test("an event is opened for what it says, with all digits of its numbers", async () => {
  const event = `{"seq": 1, "at": "${BEGUN}", "kind": "step.started", "data": {"order": 12345678901234567890}}`;
  const user = await page({
    events: () => new Response(`{"items": [${event}], "last": 1, "more": false}`),
  });
  await user.click(screen.getByRole("tab", { name: "Events" }));
  const line = await screen.findByRole("button", { name: "step.started" });
  expect(screen.queryByText(/12345/)).not.toBeInTheDocument();

  await user.click(line);

  expect(line).toHaveAttribute("aria-expanded", "true");
  expect(await screen.findByText(/"order": 12345678901234567890/)).toBeVisible();
});

const logged = (id: number, message: string) => ({
  id,
  at: at(id),
  step: "call",
  level: "info",
  message,
  fields: {},
});

test("a line that is written down a little after the end is shown too, and what is known is not read again", async () => {
  const behind: string[] = [];
  const user = await page({
    detail: { finished_at: new Date().toISOString() },
    logs: (address) => {
      const after = address.searchParams.get("after") ?? "";
      behind.push(after);
      if (after === "0") return { items: [logged(1, "begun")], last: 1, more: false };
      return behind.length === 2
        ? { items: [logged(2, "done")], last: 2, more: false }
        : { items: [], last: Number(after), more: false };
    },
  });
  await user.click(screen.getByRole("tab", { name: "Logs" }));
  await screen.findByText("begun");

  expect(await screen.findByText("done", {}, { timeout: 3_000 })).toBeVisible();
  expect(screen.getByText("begun")).toBeVisible();
  expect(behind.slice(0, 2)).toEqual(["0", "1"]);
});

test("a line of the log leads to its step", async () => {
  const user = await page({ steps: [step("call")], logs: [logged(1, "called")] });
  await user.click(screen.getByRole("tab", { name: "Logs" }));

  await user.click(await screen.findByRole("button", { name: "call" }));

  expect(await panel("call")).toBeVisible();
});

test("events that are known stay when what follows them cannot be read", async () => {
  const event = (seq: number) => ({ seq, at: at(seq), kind: `kind.${seq}`, data: {} });
  let count = 0;
  const user = await page({
    events: () => {
      count += 1;
      return count === 1
        ? Response.json({ items: [event(1)], last: 1, more: true })
        : Response.json(
            { status: 500, code: "WF-1", title: "broken", detail: "It is broken.", remedy: "" },
            { status: 500 },
          );
    },
  });
  await user.click(screen.getByRole("tab", { name: "Events" }));

  expect(await screen.findByText("It is broken.")).toBeVisible();
  expect(screen.getByRole("button", { name: "kind.1" })).toBeVisible();
  expect(count).toBe(2);
});

test("signs that turn text around turn only the text that they stand in", async () => {
  const user = await page({
    logs: [{ id: 1, at: BEGUN, step: "call", level: "info", message: TURNED, fields: { said: TURNED } }],
    detail: { status: "failed", error: { code: TURNED, message: `no: ${TURNED}`, remedy: "" } },
  });
  await user.click(screen.getByRole("tab", { name: "Logs" }));

  await waitFor(() => expect(screen.getAllByText(new RegExp(TURNED))).toHaveLength(4));
  for (const found of screen.getAllByText(new RegExp(TURNED))) expect(found.closest("bdi")).not.toBeNull();
});
