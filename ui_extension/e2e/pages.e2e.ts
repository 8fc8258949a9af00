// Every page in light, dark and on a phone: axe finds nothing, nothing breaks, and a picture is kept.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { api, follow, launch, looked, open, pictured } from "./browser";

const NAME = "pictured";
const STEP = { id: "a", type: "data.set@1", with: { values: { x: "${{ input.order }}" } } };
const BAD = { id: "boom", type: "flow.fail@1", with: { message: "the till is closed", code: "TILL" } };

/** A catalogue's key, shown where its words should be. */
const KEY = /^[a-z]+(\.[a-zA-Z]+)+$/m;

let browser: Browser;
beforeAll(async () => {
  const document = {
    schema: "wfplatform/v1",
    kind: "flow",
    name: NAME,
    title: "Sell something",
    labels: { team: "sales" },
    input: {
      type: "object",
      required: ["order"],
      properties: { order: { type: "string" }, express: { type: "boolean" } },
    },
    search: { order: "input.order" },
    nodes: [STEP],
    edges: [],
    triggers: [
      {
        id: "nightly",
        type: "schedule@1",
        input: { order: "N" },
        with: { cron: "30 3 * * *", timezone: "Europe/Berlin" },
      },
    ],
  };
  await api("POST", "/workflows/import?note=The%20first", document);
  for (const order of ["A-1", "A-2", "A-3"])
    await api("POST", `/workflows/${NAME}/executions?wait=20`, { input: { order } });
  await api("POST", "/workflows/import?note=Fails%20now", {
    ...document,
    nodes: [STEP, BAD],
    edges: [{ from: "a", to: "boom" }],
  });
  await api("POST", `/workflows/${NAME}/executions?wait=20`, { input: { order: "A-4" } });
  browser = await launch();
});
afterAll(() => browser?.close());

const PAGES: readonly (readonly [name: string, path: string, shown: string])[] = [
  ["overview", "/", "By workflow"],
  ["workflows", "/workflows", "Import"],
  ["create", "/workflows?create=true", "Create draft"],
  ["workflow", `/workflows/${NAME}`, "Last executions"],
  ["versions", `/workflows/${NAME}?tab=versions`, "Fails now"],
  ["triggers", `/workflows/${NAME}?tab=triggers`, "nightly"],
  ["executions", "/executions", "Failed"],
  ["executions-none", "/executions?text=no-such-thing", "Nothing matches these filters"],
  ["welcome", "/welcome", "Create my first workflow"],
  ["nowhere", "/no/such/page", "No such page"],
];

test.each(["light", "phone"] as const)("every page is sound in %s", { timeout: 120_000 }, async (look) => {
  const { page, errors, context } = await open(browser, look);
  const found: string[] = [];
  await page.goto("/");
  for (const [name, path, shown] of PAGES) {
    await follow(page, path);
    await page.getByText(shown).filter({ visible: true }).first().waitFor();
    // A phone shows the same elements; what differs there is the width.
    const wrong = look === "phone" ? await pictured(page, `${name}-phone`) : await looked(page, name);
    found.push(...wrong.map((one) => `${name}: ${one}`));
    const words = await page.locator("nav, h1, button").allInnerTexts();
    found.push(...words.filter((word) => KEY.test(word)).map((word) => `${name}: the key ${word}`));
  }
  expect(found).toEqual([]);
  expect(errors).toEqual([]);
  await context.close();
});

test("an execution is found by the text of its error, and the view can be kept", async () => {
  const { page, context } = await open(browser);
  await page.goto("/executions");
  await page.getByLabel("Name, id, error or field").fill("TILL");
  await page.waitForURL("**text=TILL**");
  await page.getByText("order: A-4").first().waitFor();
  await page.getByText("order: A-1").first().waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Save this view" }).click();
  await page.getByLabel("Name of the view").fill("Tills");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.goto("/executions");
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Tills" }).click();
  await page.waitForURL("**text=TILL**");
  await context.close();
});

test("the filters of executions stand in one row, also while some hold", async () => {
  const { page, context } = await open(browser);
  await page.goto("/executions?status=completed");
  await page.getByRole("search").getByRole("button", { name: "Clear filters" }).waitFor();
  const tops = await page
    .getByRole("search")
    .evaluate((row) => [...row.children].map((one) => one.getBoundingClientRect().top));
  expect(new Set(tops).size).toBe(1);
  await context.close();
});

test("when the platform is not heard, the page says so, and goes on by itself", async () => {
  const { page, context } = await open(browser);
  await context.route(/api\/v1\/live/, (route) => route.abort());
  await page.goto("/workflows");
  await page.getByText("The platform does not answer").waitFor();
  await context.unroute(/api\/v1\/live/);
  await page.getByText("The platform does not answer").waitFor({ state: "detached", timeout: 30_000 });
  await context.close();
});

const HELD = {
  schema: "wfplatform/v1",
  kind: "flow",
  name: "held",
  lane: "express",
  nodes: [{ ...BAD, on_error: "escalate" }],
  edges: [],
};
const hold = async () => (await api<{ id: string }>("POST", "/workflows/held/executions", { input: {} })).id;

test("an execution is found in the palette by the text of its error", async () => {
  const { page, context } = await open(browser);
  await page.goto("/");
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("TILL");
  await page.getByRole("option", { name: /Failed.*pictured/ }).click();
  await page.waitForURL("**/executions/*");
  await context.close();
});

test("one is told on any page when a followed execution has ended, and those under way end together", async () => {
  await api("POST", "/workflows/import", HELD);
  const followed = await hold();
  const { page, errors, context } = await open(browser);
  await page.goto(`/executions/${followed}`);
  await page.getByRole("button", { name: "Tell me when it is over" }).click();
  await page.getByRole("link", { name: "Workflows" }).click();
  await page.getByRole("heading", { name: "Workflows" }).waitFor();
  await api("POST", `/executions/${followed}/cancel`, {});
  await page.getByText("held has ended", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await page.waitForURL(`**/executions/${followed}`);

  await Promise.all([hold(), hold()]);
  await page.goto("/executions?workflow=held");
  await page.getByRole("button", { name: "Cancel 2 under way" }).click();
  await page.getByRole("button", { name: "Cancel all 2" }).click();
  await page.getByText("2 executions are being cancelled", { exact: true }).waitFor();
  await page.getByRole("cell", { name: "Cancelled" }).nth(2).waitFor();
  expect(errors).toEqual([]);
  await context.close();
});
