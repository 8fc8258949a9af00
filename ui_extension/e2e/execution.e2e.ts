// One execution watched: it turns green while one looks, a failure is seen where it is, and it is restarted from there.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { api, launch, looked, open, picture, pictured, violations } from "./browser";

const NAME = "watched";
/** Less than a test may take, so that it says what did not come. */
const LONG = { timeout: 25_000 };
const set = (id: string, values: unknown) => ({ id, type: "data.set@1", with: { values } });
const DOCUMENT = {
  schema: "wfplatform/v1",
  kind: "flow",
  name: NAME,
  lane: "express",
  nodes: [
    set("a", { x: 1 }),
    {
      id: "each",
      type: "flow.foreach@1",
      with: { items: "[1, 2, 3]" },
      bodies: { body: { nodes: [set("b", { y: "${{ item }}" })], edges: [] } },
    },
    {
      id: "ask",
      type: "flow.fail@1",
      on_error: "escalate",
      with: { message: "the till is closed", code: "DRAWER" },
    },
  ],
  edges: [
    { from: "a", to: "each" },
    { from: "each", to: "ask" },
  ],
};

/** Waits for an answer, calls another workflow, and takes one of two ways. */
const WAITING = {
  schema: "wfplatform/v1",
  kind: "flow",
  name: "watched-parent",
  lane: "express",
  nodes: [
    set("first", { x: 1 }),
    {
      id: "pause",
      type: "data.jq@1",
      on_error: "escalate",
      with: { program: 'error("shall it go on?")' },
    },
    {
      id: "large",
      type: "flow.decision@1",
      with: { cases: [{ port: "yes", when: "steps.first.output.x > 5" }], default: "no" },
    },
    set("never", { x: 2 }),
    { id: "child", type: "flow.call@1", with: { workflow: "watched-child", input: {} } },
  ],
  edges: [
    { from: "first", to: "pause" },
    { from: "pause", to: "large" },
    { from: "large.yes", to: "never" },
    { from: "large.no", to: "child" },
  ],
};
const CHILD = { ...WAITING, name: "watched-child", nodes: [set("inner", { z: 1 })], edges: [] };

let browser: Browser;
beforeAll(async () => {
  await api("POST", "/workflows/import", DOCUMENT);
  await api("POST", "/workflows/import", CHILD);
  await api("POST", "/workflows/import", WAITING);
  browser = await launch();
});
afterAll(() => browser?.close());

const start = async (name = NAME) =>
  (await api<{ id: string }>("POST", `/workflows/${name}/executions`, { input: {} })).id;

test.each([1_600, 1_280, 700, 390])(
  "%d pixels wide, the drawing stands in the middle of its room from the start",
  async (width) => {
    const { page, context } = await open(browser);
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`/executions/${await start("watched-child")}`);
    await page.locator(".react-flow__renderer [data-node]").waitFor(LONG);
    const centre = async (what: string) => {
      const { x, y, width, height } = await page.locator(what).evaluate((it) => it.getBoundingClientRect());
      return [x + width / 2, y + height / 2];
    };
    const [[x = 0, y = 0], [middle = 0, half = 0]] = [
      await centre('[data-node="inner"]'),
      await centre(".react-flow"),
    ];
    // A page that scrolls may have a bar beside it.
    expect(Math.abs(x - middle)).toBeLessThan(12);
    expect(Math.abs(y - half)).toBeLessThan(2);
    await context.close();
  },
);

test.each([
  [1_280, NAME, "a"],
  [390, NAME, "a"],
  [1_280, "watched-child", "inner"],
])(
  "%d pixels wide, what is seen of an execution of %s at first stands where the page then has it",
  async (width, workflow, first) => {
    const { page, errors, context } = await open(browser);
    await page.setViewportSize({ width, height: 800 });
    const id = await start(workflow);
    await page.goto(`/executions/${id}`);
    // One asks, and the other is over.
    await page.getByRole("button", { name: workflow === NAME ? "Try again" : "Restart" }).waitFor(LONG);
    let come = () => {};
    const held = new Promise<void>((resolve) => {
      come = resolve;
    });
    // Of two moments, one may tell of its age in more words than a line has room for.
    await page.clock.setFixedTime(Date.now() + 5_000);
    await page.route("**/assets/app-*.js", async (route) => {
      await held;
      await route.continue();
    });
    await page.reload({ waitUntil: "commit" });
    await page.locator(`[inert] [data-node="${first}"][data-status="completed"]`).waitFor(LONG);
    const atFirst = await page.evaluate(placed);
    await picture(page, `execution-at-first-${workflow}-${width}`);
    come();
    await page.locator(`.react-flow__renderer [data-node="${first}"][data-status="completed"]`).waitFor(LONG);
    expect(await page.locator("[inert]").count()).toBe(0);
    expect(atFirst).toEqual(await page.evaluate(placed));
    expect(errors).toEqual([]);
    await context.close();
  },
);

/** In the page: where its buttons, the drawing, its steps and edges, and the rows are, to half a pixel. */
function placed() {
  const boxes = (what: string) =>
    [...document.querySelectorAll(what)].slice(0, 6).map((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return [x, y, width, height].map((px) => Math.round(px * 2) / 2);
    });
  const edges = [...document.querySelectorAll(".wf-edge")].map((edge) => edge.getAttribute("d")).sort();
  return {
    actions: boxes("main header button"),
    parts: boxes("main section"),
    nodes: boxes("[data-node]"),
    rows: boxes("[data-path]"),
    edges,
  };
}

test.each([700, 390])(
  "%d pixels wide, a long line of its input does not make the page wider",
  async (width) => {
    const { page, context } = await open(browser);
    await page.setViewportSize({ width, height: 800 });
    const input = { note: "long ".repeat(80) };
    const { id } = await api<{ id: string }>("POST", "/workflows/watched-child/executions", { input });
    await page.goto(`/executions/${id}`);
    await page.getByText("long long").waitFor(LONG);
    const tooWide = () => page.locator("#main").evaluate((main) => main.scrollWidth - main.clientWidth);
    expect(await tooWide()).toBe(0);
    await context.close();
  },
);

test("the drawing turns green while one looks: what waits, what was taken, and what was called", async () => {
  const { page, errors, context } = await open(browser);
  const node = (id: string, status: string) =>
    page.locator(`[data-node="${id}"][data-status="${status}"]`).waitFor(LONG);
  const id = await start("watched-parent");
  await page.goto(`/executions/${id}`);
  await node("pause", "waiting");
  await page.locator(".react-flow__controls-fitview").click();
  await node("first", "completed");
  await node("child", "pending");
  await picture(page, "execution-waits");
  await api("POST", `/executions/${id}/steps/pause/resolve`, { decision: "continue" });
  await node("child", "completed");
  await node("never", "skipped");
  await page.locator(".wf-edge-live").nth(2).waitFor(LONG);
  await page.locator(".wf-edge-dead").waitFor(LONG);

  await page.locator('[data-node="large"]').click();
  await page.waitForURL("**step=large**");
  await page.getByRole("heading", { name: "large", exact: true }).waitFor();
  await page.locator('[data-node="child"]').dblclick();
  await node("inner", "completed");
  await page.getByRole("link", { name: "Called by another" }).click();
  await node("large", "completed");
  expect(errors).toEqual([]);
  await context.close();
});

test("a question is answered on the page, the failure is seen, and a restart goes on from it", async () => {
  const { page, errors, context } = await open(browser);
  await page.goto(`/executions/${await start()}`);
  await page.getByText("the till is closed").first().waitFor(LONG);
  await page.getByRole("button", { name: "Let it fail" }).click();
  await page.getByRole("button", { name: "Restart", exact: true }).waitFor(LONG);

  await page.getByRole("treeitem", { name: /ask/ }).click();
  await page.getByRole("heading", { name: "ask", exact: true }).waitFor();
  await page.waitForURL("**step=ask**");
  await page.getByText("DRAWER").first().waitFor();
  await page.locator('[data-node="ask"][data-status="failed"]').waitFor();
  await page.locator('[data-node="each"][data-status="completed"]').getByText("3/3").waitFor();

  await page.getByRole("button", { name: "Restart", exact: true }).click();
  await page.getByRole("menuitem", { name: "On version 1.0.0, which ran" }).click();
  await page.getByRole("link", { name: "Restart of an earlier one" }).waitFor(LONG);
  await page.getByRole("treeitem", { name: /^.*a$/ }).first().click();
  await page.getByRole("link", { name: "taken over from an earlier execution" }).waitFor(LONG);
  await page.getByRole("button", { name: "Let it fail" }).click();
  await page.getByRole("button", { name: "Restart from here" }).waitFor();
  const old = new URL(page.url()).pathname;
  await page.getByRole("button", { name: "Restart from here" }).click();
  await page.getByRole("menuitem", { name: "On the newest published version" }).click();
  // The address is there before the page is, which leads back to the one before.
  await page.waitForURL((url) => url.pathname !== old);
  await page.locator(`main a[href="${old}"]`).waitFor(LONG);
  await page.locator('[data-node="a"][data-status="completed"]').click();
  await page.getByRole("heading", { name: "a", exact: true }).waitFor();
  expect(await page.getByRole("link", { name: "taken over from an earlier execution" }).count()).toBe(0);
  expect(errors).toEqual([]);
  await context.close();
});

test("an execution that waits is cancelled, after one was asked", async () => {
  const { page, context } = await open(browser);
  await page.goto(`/executions/${await start()}`);
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await page.getByRole("button", { name: "Keep it going" }).click();
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await page.getByLabel("Reason (kept in the history)").fill("not needed");
  await page.getByRole("button", { name: "Cancel it" }).click();
  await page.getByText("not needed").waitFor(LONG);
  await page.getByText("Cancelled", { exact: true }).first().waitFor(LONG);
  await context.close();
});

test("an execution is run again with what it was given, to the last digit", async () => {
  const digits = "9007199254740993";
  const input = {
    type: "object",
    required: ["order"],
    properties: { order: { type: "integer", title: "Order" } },
  };
  const again = {
    ...CHILD,
    name: "watched-again",
    input,
    nodes: [set("keep", { order: "${{ input.order }}" })],
  };
  await api("POST", "/workflows/import", again);
  const raw = JSON as unknown as { rawJSON: (text: string) => unknown };
  const first = await api<{ id: string }>("POST", "/workflows/watched-again/executions", {
    input: { order: raw.rawJSON(digits) },
  });
  const { page, errors, context } = await open(browser);
  await page.goto(`/executions/${first.id}`);
  await page.getByText(`"order": ${digits}`).first().waitFor(LONG);
  await page.getByRole("button", { name: "Run again" }).click();
  const dialog = page.getByRole("dialog");
  expect(await dialog.getByLabel("Order").inputValue()).toBe(digits);
  await dialog.getByRole("button", { name: "Run", exact: true }).click();
  await page.waitForURL((url) => url.pathname.startsWith("/executions/") && !url.pathname.endsWith(first.id));
  await page.getByText(`"order": ${digits}`).first().waitFor(LONG);
  expect(errors).toEqual([]);
  await context.close();
});

test("a try of a draft is run again as long as there is something to run, and else that is said", async () => {
  const name = `watched-draft-${Date.now()}`;
  const draft = { ...CHILD, name, nodes: [set("only", { z: 1 })] };
  await api("PUT", `/drafts/${name}`, draft);
  const { id } = await api<{ id: string }>("POST", `/workflows/${name}/executions`, {
    input: {},
    mode: "test",
    version: "draft",
  });
  await api("DELETE", `/drafts/${name}`);
  const { page, errors, context } = await open(browser);
  await page.goto(`/executions/${id}`);
  await page.getByRole("button", { name: "Run again" }).click(LONG);
  await page.getByText(`There is nothing of “${name}” to run again`, { exact: true }).waitFor();
  await page.getByRole("heading", { name, exact: true }).waitFor();
  await picture(page, "execution-draft-gone");

  await api("POST", "/workflows/import", draft);
  await page.reload();
  await page.getByRole("button", { name: "Run again" }).click(LONG);
  const dialog = page.getByRole("dialog");
  await dialog.getByText("what runs is the published version").waitFor();
  await dialog.getByRole("button", { name: "Run", exact: true }).waitFor();
  expect(errors).toEqual([]);
  await context.close();
});

test("a step with a long title stands as far in as its neighbours", async () => {
  const name = "watched-long";
  const long = { ...set("long", { x: 1 }), title: "What somebody wrote, who writes all of it ".repeat(5) };
  const edges = [{ from: "long", to: "short" }];
  const nodes = [long, set("short", { x: 2 })];
  await api("POST", "/workflows/import", { ...CHILD, name, nodes, edges });
  const { page, context } = await open(browser);
  await page.goto(`/executions/${await start(name)}`);
  await page.getByRole("treeitem").nth(1).waitFor(LONG);
  const lefts = await page
    .getByRole("treeitem")
    .evaluateAll((rows) => rows.map((row) => row.querySelector("svg")?.getBoundingClientRect().left));
  expect(new Set(lefts).size).toBe(1);
  await context.close();
});

test("steps are walked with the keyboard, and what has an inside is closed and opened", async () => {
  const { page, context } = await open(browser);
  await page.goto(`/executions/${await start()}`);
  await page.getByRole("treeitem", { name: /ask/ }).waitFor(LONG);
  expect(await page.getByRole("treeitem", { name: / b / }).count()).toBe(3);
  await page.getByRole("tree").focus();
  await page.keyboard.press("Home");
  await page.waitForURL("**step=a**");
  await page.keyboard.press("ArrowDown");
  await page.waitForURL("**step=each**");
  await page.keyboard.press("ArrowLeft");
  await page.getByRole("treeitem", { name: /each/, expanded: false }).waitFor();
  expect(await page.getByRole("treeitem", { name: / b / }).count()).toBe(0);
  await page.locator("[data-toggle=each]").click();
  await page.getByRole("treeitem", { name: / b / }).first().waitFor();
  await context.close();
});

test.each(["light", "phone"] as const)("the page is sound in %s", { timeout: 60_000 }, async (look) => {
  const { page, errors, context } = await open(browser, look);
  const found: string[] = [];
  await page.goto(`/executions/${await start()}?step=ask`);
  await page.locator("[data-node]").first().waitFor(LONG);
  for (const tab of ["Steps", "Events", "Logs"]) {
    await page.getByRole("tab", { name: tab }).click();
    await page.getByRole("tabpanel", { name: tab }).waitFor();
    await page.getByText("the till is closed").first().waitFor(LONG);
    const name = `execution-${tab.toLowerCase()}`;
    if (look === "phone") found.push(...(await pictured(page, `${name}-phone`)), ...(await violations(page)));
    else found.push(...(await looked(page, name)));
  }
  // What is looked at is in the address, for whoever gets a link to it.
  await page.reload();
  await page.getByRole("tabpanel", { name: "Logs" }).waitFor(LONG);
  expect(found).toEqual([]);
  expect(errors).toEqual([]);
  await context.close();
});
