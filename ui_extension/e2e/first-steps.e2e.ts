// From nothing to a first workflow that ran, and a workflow's life after it: by a person's means only.
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { api, launch, open, picture, violations } from "./browser";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Less than a test may take, so that it says what did not come. */
const LONG = { timeout: 25_000 };

test("somebody new gets from nothing to an own workflow that ran, by the guided path", async () => {
  const { page, errors, context } = await open(browser);
  await page.goto("/welcome");
  await page.getByRole("button", { name: "Create my first workflow" }).click();
  await page.getByRole("button", { name: "Publish version 1.0.0" }).click();
  await page.getByLabel("Who should be greeted?").fill("Ada");
  await page.getByRole("button", { name: "Run it" }).click();
  await page.getByRole("heading", { name: "It ran" }).waitFor(LONG);

  const name = await page.evaluate(() => localStorage.getItem("wf.welcome.workflow"));
  const { items } = await api<{ items: { id: string; status: string }[] }>(
    "GET",
    `/executions?workflow=${name}`,
  );
  expect(items.map((one) => one.status)).toEqual(["completed"]);
  const detail = await api<{ output: { text: string } }>("GET", `/executions/${items[0]?.id}`);
  expect(detail.output.text).toBe("Hello, Ada!");
  expect(errors).toEqual([]);
  await context.close();
});

test("a workflow is created from a template, published, run, changed, compared and rolled back", async () => {
  const { page, errors, context } = await open(browser);
  const title = `Check orders ${Date.now()}`;
  await page.goto("/workflows");
  await page.getByRole("button", { name: "New workflow" }).first().click();
  await page.getByLabel("Name *").fill(title);
  await page.getByLabel("Check an order").check();
  const name = await page.getByLabel("Short name").inputValue();
  await page.getByRole("button", { name: "Create draft" }).click();
  await page.waitForURL(`**/workflows/${name}/design`);

  await page.goto(`/workflows/${name}`);
  await page.getByRole("button", { name: "Test the draft" }).click();
  await page.getByLabel("Order number").fill("T-1");
  await page.getByRole("dialog").getByRole("button", { name: "Test the draft" }).click();
  await page.getByRole("link", { name: "Of the draft" }).waitFor(LONG);
  await page.locator('[data-node][data-status="completed"]').first().waitFor(LONG);

  await page.goto(`/workflows/${name}`);
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByLabel("Release notes").fill("The first one");
  await page.getByRole("button", { name: "Publish 1.0.0" }).click();
  await page.getByText("Version 1.0.0 is published", { exact: true }).waitFor();

  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByLabel("Order number").fill("E-7");
  await page.getByRole("dialog").getByRole("button", { name: "Run", exact: true }).click();
  await page.waitForURL("**/executions/*");

  const draft = await api<{ document: { nodes: { id: string; title: string }[] } }>(
    "GET",
    `/workflows/${name}`,
  );
  const nodes = draft.document.nodes.map((node, at) => (at === 0 ? { ...node, title: "Sum" } : node));
  const extra = { id: "extra", type: "data.set@1", title: "Extra", with: { values: {} } };
  const document = { ...draft.document, nodes: [...nodes, extra], env: { CURRENCY: "EUR" } };
  const kept = await fetch(new URL(`/api/v1/drafts/${name}`, page.url()), {
    method: "PUT",
    headers: { "If-Match": "*", "Content-Type": "application/json" },
    body: JSON.stringify(document),
  });
  expect(kept.ok).toBe(true);
  await page.goto(`/workflows/${name}`);
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByText("Changes since 1.0.0").waitFor();
  await page.getByRole("dialog").getByText("CURRENCY").first().waitFor();
  const first = page.locator(`[data-node="${draft.document.nodes[0]?.id}"]`);
  await page.locator('[data-node="extra"]').getByRole("img", { name: "Added" }).waitFor();
  await first.getByRole("img", { name: "Changed" }).click();
  await page.getByText("What changed in Sum").waitFor();
  await page.getByRole("dialog").locator("ins").getByText("Sum").waitFor();
  expect(await page.getByRole("dialog").getByText("CURRENCY").count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await picture(page, "publish-light");
  await page.getByRole("button", { name: "Publish 1.1.0" }).click();
  await page.getByText("Version 1.1.0 is published", { exact: true }).waitFor();

  await page.getByRole("tab", { name: "Versions" }).click();
  await page.getByText("The first one").waitFor();
  await page.getByRole("button", { name: "Make current" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Make current" }).click();
  await page.getByText("1.0.0 is current again", { exact: true }).waitFor();

  await page.goto("/executions?attr=order_id%3DE-7");
  await page.getByRole("link", { name: title, exact: true }).first().waitFor(LONG);
  await page.getByRole("cell", { name: "Completed" }).first().waitFor(LONG);
  expect(errors).toEqual([]);
  await context.close();
});

test("what was exported is imported again, and a file with errors is refused with each of them", async () => {
  const { page, context } = await open(browser);
  const name = `moved-${Date.now()}`;
  const document = {
    schema: "wfplatform/v1",
    kind: "flow",
    name,
    nodes: [{ id: "a", type: "data.set@1", with: { values: { x: 1 } } }],
    edges: [],
  };
  await api("POST", "/workflows/import", document);
  await page.goto(`/workflows/${name}`);
  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "YAML" }).click(),
  ]);
  const file = join(mkdtempSync(join(tmpdir(), "ui-")), "moved.yaml");
  await download.saveAs(file);

  await page.goto("/workflows");
  await page.getByRole("button", { name: "Import" }).first().click();
  const yaml = readFileSync(file, "utf8");
  const upload = (text: string) =>
    page
      .getByLabel("File")
      .setInputFiles({ name: "a.yaml", mimeType: "text/yaml", buffer: Buffer.from(text) });
  await upload(yaml.replace("data.set@1", "data.sett@1"));
  await page.getByRole("button", { name: "Import and publish" }).click();
  await page.getByRole("alert").getByText("data.sett").first().waitFor();
  await upload(yaml.replace("x: 1", "x: 2"));
  await page.getByRole("button", { name: "Import and publish" }).click();
  await page.getByText("Published as 1.0.1", { exact: true }).waitFor();
  await context.close();
});

test("the palette goes anywhere by keyboard, and the page speaks German when asked", async () => {
  const { page, context } = await open(browser);
  await page.goto("/");
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("execu");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Executions" }).waitFor();

  await page.getByRole("button", { name: "Preferences" }).click();
  await page.getByRole("menuitemradio", { name: "Deutsch" }).click();
  await page.getByRole("heading", { name: "Ausführungen" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Ausführungen" }).waitFor();
  expect(await page.getAttribute("html", "lang")).toBe("de");
  await context.close();
});
