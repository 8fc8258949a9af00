// A step is configured by keyboard: in a form, with an expression that is completed, and tried where it stands.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { api, launch, looked, open, picture, violations } from "./browser";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const SHOP = {
  schema: "wfplatform/v1",
  kind: "flow",
  title: "Price an order",
  input: { type: "object", properties: { total: { type: "number" } } },
  triggers: [{ id: "nightly", type: "schedule@1", with: { cron: "30 3 * * *", timezone: "Europe/Berlin" } }],
  nodes: [
    { id: "price", type: "data.set@1", with: { values: { net: 100, note: "for Ada" } } },
    { id: "again", type: "flow.foreach@1", bodies: { body: { nodes: [], edges: [] } } },
    { id: "ask", type: "http.request@1", with: { url: "http://127.0.0.1:1/", method: "POST" } },
  ],
  edges: [
    { from: "price", to: "again" },
    { from: "again", to: "ask" },
  ],
};
interface Draft {
  readonly document: { readonly nodes: { readonly id: string; readonly with?: Record<string, unknown> }[] };
}
const begin = async (name: string) => {
  await api("PUT", `/drafts/${name}`, { ...SHOP, name });
  return name;
};
const configOf = async (name: string, id: string) =>
  (await api<Draft>("GET", `/drafts/${name}`)).document.nodes.find((node) => node.id === id)?.with;
const saved = (page: Page) => page.getByText("Saved", { exact: true }).waitFor();
const panel = (page: Page, id: string) => page.getByRole("region", { name: `Step ${id}` });

test("a form is filled by keyboard, says what is wrong in place, completes an expression, and is tried", async () => {
  const name = await begin(`form-${Date.now()}`);
  const { page, errors, context } = await open(browser);
  await page.goto(`/workflows/${name}/design?node=again`);
  const form = panel(page, "again");
  const items = form.getByRole("textbox", { name: "Items" });
  await form.getByText("lacks 'items'").waitFor();

  await items.focus();
  await page.keyboard.type("steps.pri");
  await page.getByRole("option", { name: /price/ }).waitFor();
  await picture(page, "inspector-completion");
  await page.keyboard.press("Enter");
  await page.keyboard.type(".output.nett");
  await form.getByText(/nett/).first().waitFor();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("[1, 2]");
  await form.getByText("lacks 'items'").waitFor({ state: "detached" });
  await form.getByRole("spinbutton", { name: "Concurrency" }).fill("0");
  await form
    .getByText("At least 1.")
    .or(form.getByText(/must be at least 1/))
    .first()
    .waitFor();
  await form.getByRole("spinbutton", { name: "Concurrency" }).fill("2");
  await form.getByText(/at least 1/i).waitFor({ state: "detached" });
  await saved(page);
  expect(await configOf(name, "again")).toEqual({ items: "[1, 2]", concurrency: 2 });

  await page.locator('[data-node="price"]').click();
  const step = panel(page, "price");
  const note = step.getByRole("textbox", { name: "note" });
  await note.focus();
  await page.keyboard.press("End");
  await page.keyboard.type(" ${{");
  await page.keyboard.type("inp");
  await page.getByRole("option", { name: /input/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.type(".total");
  await saved(page);
  expect(await configOf(name, "price")).toEqual({ values: { net: 100, note: "for Ada ${{ input.total }}" } });

  await page.locator('[data-node="price"]').click({ button: "right" });
  await page.getByRole("menuitem", { name: "Test this step" }).click();
  await step.getByLabel("Input", { exact: true }).fill('{"total": 7}');
  await step.getByRole("button", { name: "Test this step" }).click();
  await step.getByText('"note": "for Ada 7"').waitFor();
  await step.getByRole("tab", { name: "Setup" }).click();
  await step.getByText("= for Ada 7").waitFor();
  await picture(page, "inspector-expression");

  expect(errors).toEqual([]);
  await context.close();
});

test("no key is lost where a text becomes an expression and where it is none any more", async () => {
  const name = await begin(`quick-${Date.now()}`);
  const { page, errors, context } = await open(browser);
  // Who types is quicker than the editor, whose chunk takes a while.
  await page.route(/expression-editor/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await route.continue();
  });
  await page.goto(`/workflows/${name}/design?node=price`);
  const form = panel(page, "price");
  await form.getByRole("textbox", { name: "note" }).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("a ${{input.total");
  await form.locator(".cm-content").waitFor();
  await page.keyboard.type(" + 1");
  await expect
    .poll(() => configOf(name, "price"))
    .toEqual({
      values: { net: 100, note: "a ${{ input.total + 1 }}" },
    });
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("b ${{1}} c");
  await expect.poll(() => configOf(name, "price")).toEqual({ values: { net: 100, note: "b ${{1}} c" } });

  await form.getByRole("button", { name: "Expression for net" }).click();
  await page.keyboard.type("in");
  await form.getByRole("textbox", { name: "net" }).getByText("in100").waitFor();
  expect(errors).toEqual([]);
  await context.close();
});

test("values within values stay within the panel", async () => {
  const name = `deep-${Date.now()}`;
  const values = { one: [{ two: { three: [{ four: "a text of some words that is longer than a line" }] } }] };
  const nodes = [{ id: "deep", type: "data.set@1", with: { values } }];
  await api("PUT", `/drafts/${name}`, { schema: "wfplatform/v1", kind: "flow", name, nodes, edges: [] });
  const { page, context } = await open(browser);
  await page.goto(`/workflows/${name}/design?node=deep`);
  const form = panel(page, "deep");
  const inmost = form.getByRole("textbox", { name: "four" });
  await inmost.waitFor();
  expect(await form.evaluate((shown) => shown.scrollWidth - shown.clientWidth)).toBe(0);
  expect(await inmost.evaluate((field) => field.clientWidth)).toBeGreaterThan(100);
  await context.close();
});

test("offers of what can be written close when somebody leaves, by Tab as well, and nothing breaks", async () => {
  const name = await begin(`leave-${Date.now()}`);
  const { page, errors, context } = await open(browser);
  await page.goto(`/workflows/${name}/design?node=again`);
  const items = panel(page, "again").getByRole("textbox", { name: "Items" });
  const offers = page.getByRole("listbox", { name: "Completions" });
  await items.focus();
  // So many that the list scrolls: then Chromium takes it for a place that the keyboard may go to.
  await page.keyboard.type("[");
  await offers.waitFor();
  await page.keyboard.press("Tab");
  await offers.waitFor({ state: "detached" });
  expect(await offered(page)).toBe(false);
  await page.keyboard.press("Shift+Tab");
  expect(await items.evaluate((field) => field === document.activeElement)).toBe(true);

  // The list has the focus when what it shows is drawn anew for what was written just before.
  await page.keyboard.press("End");
  await page.keyboard.press("Control+Space");
  await offers.waitFor();
  await page.evaluate(async () => {
    document.execCommand("insertText", false, " s");
    // The editor has read it by then, and has not yet looked for what fits.
    await Promise.resolve();
    document.querySelector<HTMLElement>("[role=listbox]")?.focus();
  });
  await expect.poll(() => configOf(name, "again")).toEqual({ items: "[ s" });
  expect(errors).toEqual([]);
  await context.close();
});

/** Whether the keyboard is in a list of offers. */
const offered = (page: Page) =>
  page.evaluate(() => document.activeElement?.matches(".cm-tooltip *") === true);

test("a failed test says why where the step stands; policies and text change the same document", async () => {
  const name = await begin(`policy-${Date.now()}`);
  const { page, context } = await open(browser);
  await page.goto(`/workflows/${name}/design?node=ask`);
  const form = panel(page, "ask");
  await form.getByRole("tab", { name: "Behaviour" }).click();
  await form.getByText("Time and retries").click();
  await form.getByRole("spinbutton", { name: "Attempts" }).fill("1");
  await form.getByRole("tab", { name: "Text" }).click();
  await form.getByText('"max_attempts": 1').waitFor();
  await form.getByRole("tab", { name: "Setup" }).click();
  await saved(page);
  const items = {
    id: "again",
    type: "flow.foreach@1",
    with: { items: "[]" },
    bodies: { body: { nodes: [], edges: [] } },
  };
  await page.goto(`/workflows/${name}/design?node=again`);
  await panel(page, "again").getByRole("tab", { name: "Text" }).click();
  await page.getByLabel("This step as JSON").fill(JSON.stringify(items));
  await saved(page);
  await page.goto(`/workflows/${name}/design?node=ask`);
  await form.getByRole("tab", { name: "Test" }).click();
  await form.getByRole("button", { name: "Test this step" }).click();
  await form.getByRole("region", { name: "How ask ended" }).getByText("HTTP-EGRESS").waitFor();
  await context.close();
});

test("a long test is followed while it runs, is found again, and is cancelled", async () => {
  const name = `long-${Date.now()}`;
  const slow = { id: "slow", type: "code.python@1", with: { code: "while True: pass", seconds: 60 } };
  const nodes = [slow, { id: "after", type: "data.set@1", with: { values: {} } }];
  const edges = [{ from: "slow", to: "after" }];
  await api("PUT", `/drafts/${name}`, { schema: "wfplatform/v1", kind: "flow", name, nodes, edges });
  const { page, errors, context } = await open(browser);
  await page.goto(`/workflows/${name}/design?node=slow`);
  const test = panel(page, "slow");
  await test.getByRole("tab", { name: "Test" }).click();
  await test.getByRole("button", { name: "Test this step" }).click();
  const outcome = test.getByRole("region", { name: "How slow ended" });
  await outcome.locator("[data-status=running]").waitFor();
  await page.locator('[data-node="after"]').click();
  await panel(page, "after").waitFor();
  await page.locator('[data-node="slow"]').click();
  await test.getByRole("tab", { name: "Test" }).click();
  await outcome.locator("[data-status=running]").waitFor();
  await picture(page, "inspector-test-runs");
  await test.getByRole("button", { name: "Cancel" }).click();
  await test.getByText("Cancelled", { exact: true }).first().waitFor();
  await test.getByRole("button", { name: "Cancel" }).waitFor({ state: "detached" });
  expect(errors).toEqual([]);
  await context.close();
});

test("what a workflow takes is drawn up field by field, and as JSON Schema beside it", async () => {
  const name = `shape-${Date.now()}`;
  const document = { schema: "wfplatform/v1", kind: "flow", name, nodes: [], edges: [] };
  await api("PUT", `/drafts/${name}`, document);
  const { page, errors, context } = await open(browser);
  await page.goto(`/workflows/${name}/design`);
  const workflow = page.getByRole("region", { name: "Workflow" });
  await workflow.getByText("What it takes").click();
  const add = workflow.getByRole("button", { name: "Add a field" });
  await add.click();
  await workflow.getByLabel("Name of field 1").fill("size");
  await page.keyboard.press("Enter");
  await workflow.getByLabel("Kind of size").selectOption("choice");
  await workflow.getByLabel("Values to choose among").fill("small, large");
  await workflow.getByLabel("size is required").check();
  await workflow.getByLabel("Description of size").fill("How big it is");
  await add.last().click();
  await workflow.getByLabel("Name of field 2").fill("items");
  await page.keyboard.press("Enter");
  await workflow.getByLabel("Kind of items").selectOption("array");
  await workflow.getByLabel("Kind of each item").selectOption("object");
  await add.first().click();
  await workflow.getByLabel("Name of field 1").last().fill("price");
  await page.keyboard.press("Enter");
  await workflow.getByLabel("Kind of price").selectOption("number");
  await picture(page, "inspector-shape-light");
  expect(await violations(page)).toEqual([]);
  await workflow.getByRole("button", { name: "What it takes as JSON Schema" }).click();
  await workflow.getByText('"small"').waitFor();
  await saved(page);
  const { document: kept } = await api<{ document: unknown }>("GET", `/drafts/${name}`);
  expect(kept).toMatchObject({
    input: {
      type: "object",
      required: ["size"],
      properties: {
        size: { enum: ["small", "large"], description: "How big it is" },
        items: { type: "array", items: { type: "object", properties: { price: { type: "number" } } } },
      },
    },
  });
  expect(errors).toEqual([]);
  await context.close();
});

test("the inspector is sound in light and in dark", { timeout: 120_000 }, async () => {
  const name = await begin(`sound-${Date.now()}`);
  const { page, errors, context } = await open(browser);
  await page.goto(`/workflows/${name}/design`);
  const found: string[] = [];
  const look_at = async (what: string) => found.push(...(await looked(page, `inspector-${what}`)));
  const workflow = page.getByRole("region", { name: "Workflow" });
  await workflow.getByRole("tab", { name: "Triggers" }).click();
  await workflow.getByText(/At 03:30/).waitFor();
  await look_at("triggers");
  await workflow.getByRole("tab", { name: "Workflow" }).click();
  await look_at("workflow");
  // What lies outside of the view is not drawn.
  await page.getByRole("button", { name: "Fit View" }).click();
  for (const id of ["price", "ask"]) {
    await page.locator(`[data-node="${id}"]`).click();
    await panel(page, id).getByRole("tab", { name: "Setup" }).waitFor();
    await look_at(id);
  }
  for (const tab of ["Behaviour", "Test", "Text"]) {
    await panel(page, "ask").getByRole("tab", { name: tab }).click();
    if (tab === "Text") await page.getByLabel("This step as JSON").waitFor();
    await look_at(tab.toLowerCase());
  }
  expect(found).toEqual([]);
  expect(errors).toEqual([]);
  await context.close();
});
