// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { at, iteration, page, panel, step, tree, tried, withRoom } from "@/testing/watching";

const LOOP = step("each", {
  iterations: [iteration(0, step("each[0]/charge")), iteration(1, step("each[1]/charge"))],
});

beforeEach(withRoom);
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const down = () => new Response("", { status: 503 });
const NAMED = { schema: "wfplatform/v1", kind: "flow", name: "sell", nodes: [], edges: [] };
const chosenRow = () => screen.getByRole("treeitem", { selected: true }).dataset["path"];

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

test("steps that cannot be read are told of, and asked for again", async () => {
  let isThere = false;
  const timeline = () =>
    isThere ? { seq: 5, created_at: at(0), started_at: at(0), steps: [step("charge")] } : down();
  const user = await page({ answers: { "/timeline": timeline } });

  expect(await screen.findByRole("alert")).toHaveTextContent("The platform cannot be reached");
  isThere = true;
  await user.click(screen.getByRole("button", { name: "Try again" }));

  expect(within(await tree()).getAllByRole("treeitem")).toHaveLength(1);
});

test("a drawing that cannot be read is not said to be gone", async () => {
  await page({
    answers: { "/document": down },
    activities: { activities: [], triggers: [], functions: [], connections: [], problems: [] },
  });

  const drawing = within(await screen.findByRole("region", { name: /^The workflow/ }));
  expect(await drawing.findByText("The platform cannot be reached")).toBeVisible();
  expect(drawing.getByRole("button", { name: "Try again" })).toBeVisible();
  expect(screen.queryByText(/not kept any more/)).not.toBeInTheDocument();
});

test("the page says what the workflow is called, and by its key where it is", async () => {
  await page({ answers: { "/document": { version: "1", document: { ...NAMED, title: "Sell something" } } } });

  expect(await screen.findByRole("heading", { name: "Sell something", level: 1 })).toBeVisible();
  expect(screen.getByRole("link", { name: "sell · Version 1" })).toHaveAttribute("href", "/workflows/sell");
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

test("steps are called by their titles, as in the drawing, and the bodies of a try by their names", async () => {
  const body = (name: string, index: number) => ({
    ...(iteration(index) as object),
    name,
    scope: `t[${name}]`,
  });
  await page({
    steps: [step("charge"), step("t", { iterations: [body("body", 0), body("catch", 1)] as never })],
    first: "charge",
  });

  const rows = within(await tree()).getAllByRole("treeitem");
  expect(rows.map((row) => row.textContent)).toEqual([
    "CompletedCharge the card9s",
    "Completedt29s",
    "CompletedBody1s",
    "CompletedWhen it fails1s",
  ]);
  expect(screen.getAllByText("Charge the card").length).toBeGreaterThan(1);
});

test("a step that is under way says for how long", async () => {
  const begun = { status: "running", finished_at: null, duration_ms: null } as const;
  const started_at = new Date(Date.now() - 61_000).toISOString();
  await page({
    steps: [
      step("charge", { ...begun, started_at }),
      step("next", { ...begun, status: "pending", started_at: null }),
    ],
    detail: { status: "running", finished_at: null },
  });

  const rows = within(await tree()).getAllByRole("treeitem");
  expect(rows.map((row) => row.textContent)).toEqual(["RunningCharge the card1m", "Pendingnext"]);
});

test("of many questions a few are shown, and more on demand", async () => {
  const tasks = Array.from({ length: 30 }, (_, at) => ({
    task: `t${at}`,
    step: `each[${at}]/charge`,
    title: `question ${at}`,
    error: null,
    options: ["retry"],
  }));
  const user = await page({ detail: { status: "waiting", finished_at: null, tasks } });
  expect(await screen.findAllByText(/^question/)).toHaveLength(3);

  await user.click(screen.getByRole("button", { name: "Show 27 more" }));

  expect(screen.getAllByText(/^question/)).toHaveLength(23);
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

test("whoever cancels says why at once", async () => {
  const user = await page({ detail: { status: "running", finished_at: null } });
  await user.click(screen.getByRole("button", { name: "Cancel" }));

  await user.keyboard("no need any more");

  expect(screen.getByRole("textbox", { name: /Reason/ })).toHaveValue("no need any more");
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

test("where it stands below, what is known of a step that is tapped comes into view; keys lead on in the list", async () => {
  vi.stubGlobal("innerWidth", 390);
  const shown: (string | null)[] = [];
  Element.prototype.scrollIntoView = function scrollIntoView() {
    shown.push(this.querySelector("h2")?.textContent ?? null);
  };
  const user = await page({ steps: [step("charge"), step("ask")] });

  (await tree()).focus();
  await user.keyboard("{ArrowDown}");
  expect(await panel("charge")).toBeVisible();
  expect(shown).toEqual([]);
  await user.click(screen.getByRole("treeitem", { name: /ask/ }));
  expect(await panel("ask")).toBeVisible();
  expect(shown).toEqual(["ask"]);
});

test("Escape in the list shows the whole execution, and whoever closes a step's panel stays there", async () => {
  const user = await page({ steps: [step("charge"), step("ask")], first: "charge" });

  (await tree()).focus();
  await user.keyboard("{Escape}");
  expect(await panel("The whole execution")).toBeVisible();
  await user.keyboard("{ArrowDown}");
  await user.click(screen.getByRole("button", { name: "Show the whole execution" }));
  expect(document.activeElement).toContainElement(await panel("The whole execution"));
});
