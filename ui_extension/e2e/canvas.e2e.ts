// On the canvas: bodies, frames and bends by dragging, by menu and by key; and how all of it looks.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { api, launch, looked, open, picture, pictured, violations } from "./browser";
import { card, draftOf, drag, edges, handle, middle, saved } from "./designing";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const BODY = {
  schema: "wfplatform/v1",
  kind: "flow",
  nodes: [
    { id: "price", type: "data.set@1", with: { values: {} } },
    {
      id: "each",
      type: "flow.foreach@1",
      with: { items: "[1, 2]" },
      bodies: { body: { nodes: [{ id: "pack", type: "data.set@1", with: { values: {} } }], edges: [] } },
    },
    { id: "late", type: "data.set@1", with: { values: {} } },
  ],
  edges: [
    { from: "price", to: "each" },
    { from: "each", to: "late" },
  ],
  layout: {
    nodes: { price: { x: 0, y: 0 }, each: { x: 320, y: 0 }, late: { x: 760, y: 0 }, pack: { x: 0, y: 0 } },
    groups: [{ id: "g", title: "Around", nodes: ["price", "each"] }],
  },
};

test("an edge begins at the error port of a step that nobody has selected", async () => {
  const name = `unselected-${Date.now()}`;
  const nodes = ["pay", "sorry"].map((id) => ({ id, type: "data.set@1", with: { values: {} } }));
  const layout = { nodes: { pay: { x: 0, y: 0 }, sorry: { x: 320, y: 160 } } };
  await api("PUT", `/drafts/${name}`, {
    schema: "wfplatform/v1",
    kind: "flow",
    name,
    nodes,
    edges: [],
    layout,
  });
  const { page, errors, context } = await open(browser);
  await page.goto(`/workflows/${name}/design`);
  await page.getByRole("tab", { name: "Triggers" }).waitFor();
  await page.keyboard.press("0");
  // Hovering waits until it stands still; the other card's ports are dots as yet.
  await card(page, "sorry").hover();
  expect(await page.locator(".react-flow__node.selected").count()).toBe(0);

  await drag(page, await middle(page, handle("pay", "error")), await middle(page, '[data-node="sorry"]'));
  await page.mouse.up();
  await page.locator(".react-flow__edge").waitFor();
  await saved(page);
  expect(edges(await draftOf(name))).toEqual(["pay.error->sorry"]);
  expect(errors).toEqual([]);
  await context.close();
});

test("steps go into a body and out of it: dragged, by menu and by key; frames and bends are dragged too", async () => {
  const name = `bodies-${Date.now()}`;
  await api("PUT", `/drafts/${name}`, { ...BODY, name });
  const { page, errors, context } = await open(browser);
  await page.goto(`/workflows/${name}/design`);
  await card(page, "pack").waitFor();
  const inBody = async () => {
    await saved(page);
    return (await draftOf(name)).nodes.find((node) => node.id === "each")?.bodies?.["body"]?.nodes;
  };

  // The panel takes room from the canvas when it comes.
  await page.getByRole("tab", { name: "Triggers" }).waitFor();
  await page.keyboard.press("0");
  // Hovering waits until it stands still.
  await card(page, "late").hover();

  // Into the body: the area shows that it would take it, and what that costs.
  const area = page.locator('.react-flow__node[data-id="each/body"]');
  const box = await area.boundingBox();
  if (box === null) throw new Error("no area");
  await drag(page, await middle(page, '[data-node="late"]'), { x: box.x + 120, y: box.y + box.height - 12 });
  await area.locator("[data-target]").waitFor();
  await page.getByText("Into each · 1 edge is taken away").waitFor();
  await picture(page, "designer-into-body");
  await page.mouse.up();
  await page.getByText("1 edge is taken away", { exact: true }).waitFor();
  expect((await inBody())?.map((node) => node.id)).toEqual(["pack", "late"]);
  const places = (await draftOf(name)).layout?.nodes;
  expect(places?.["late"]?.x).toBeGreaterThan(100);
  expect(edges(await draftOf(name))).toEqual(["price->each"]);
  // One step back, from the notice.
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  expect((await inBody())?.map((node) => node.id)).toEqual(["pack"]);
  expect(edges(await draftOf(name))).toEqual(["price->each", "each->late"]);

  // Out of it by the menu, and back in by the keyboard.
  await card(page, "pack").click({ button: "right" });
  await page.getByRole("menuitem", { name: /Move out/ }).click();
  await page.getByRole("menu").waitFor({ state: "detached" });
  expect(await inBody()).toEqual([]);
  await page.keyboard.press("m");
  await page.getByRole("dialog").getByRole("option", { name: "each" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect((await inBody())?.map((node) => node.id)).toEqual(["pack"]);

  // Out again with the mouse; one step back.
  const pack = await middle(page, '[data-node="pack"]');
  await drag(page, pack, { x: pack.x, y: pack.y + 160 });
  await page.getByText("Out of the body", { exact: true }).waitFor();
  await page.mouse.up();
  expect(await inBody()).toEqual([]);
  await page.keyboard.press("Control+z");
  expect((await inBody())?.map((node) => node.id)).toEqual(["pack"]);

  // A frame takes its steps along, and what it leaves stays.
  await page.keyboard.press("0");
  await card(page, "late").hover();
  const bar = await page.locator(".wf-frame-bar").boundingBox();
  if (bar === null) throw new Error("no frame");
  const grip = { x: bar.x + bar.width - 30, y: bar.y + bar.height / 2 };
  await drag(page, grip, { x: grip.x, y: grip.y - 80 });
  await page.mouse.up();
  await saved(page);
  const after = (await draftOf(name)).layout?.nodes;
  expect(after?.["price"]?.y).toBeLessThan(0);
  expect(after?.["price"]?.y).toBe(after?.["each"]?.y);
  expect(after?.["late"]).toEqual({ x: 760, y: 0 });

  // An edge is bent where it is pulled, and straight again by a double click.
  await page.locator('.react-flow__edge[data-id="each->late"] path').first().click({ force: true });
  const pull = page.getByRole("button", { name: "Drag to bend the edge here" }).first();
  await pull.waitFor();
  const at = await pull.boundingBox();
  if (at === null) throw new Error("nothing to pull");
  const held = { x: at.x + at.width / 2, y: at.y + at.height / 2 };
  await drag(page, held, { x: held.x, y: held.y + 80 });
  await picture(page, "designer-bending");
  await page.mouse.up();
  const bend = page.getByRole("button", { name: /^Bend 1/ });
  await bend.waitFor();
  await saved(page);
  expect((await draftOf(name)).layout?.edges?.["each->late"]?.points).toHaveLength(1);
  await bend.dblclick();
  await bend.waitFor({ state: "detached" });
  await saved(page);
  expect((await draftOf(name)).layout?.edges?.["each->late"]).toBeUndefined();

  // The menu key and every key's list.
  await card(page, "price").click();
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menu", { name: "This step" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("menu").waitFor({ state: "detached" });
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).getByText("Ctrl+Shift+Z").waitFor();
  expect(errors).toEqual([]);
  await context.close();
});

const SHOWN = {
  schema: "wfplatform/v1",
  kind: "flow",
  name: "drawn",
  title: "Check and ship",
  nodes: [
    { id: "price", type: "data.set@1", title: "Price the order", with: { values: { total: 3 } } },
    {
      id: "large",
      type: "flow.decision@1",
      with: { cases: [{ port: "yes", when: "steps.price.output.total > 2" }], default: "no" },
    },
    {
      id: "each",
      type: "flow.foreach@1",
      title: "Each item",
      with: { items: "[1, 2]" },
      bodies: {
        body: {
          nodes: [
            { id: "pack", type: "data.set@1", with: { values: {} } },
            { id: "ship", type: "http.request@1", with: { method: "GET" } },
          ],
          edges: [{ from: "pack", to: "ship" }],
        },
      },
    },
    { id: "refused", type: "flow.fail@1", with: { message: "no" } },
    { id: "done", type: "data.set@1", disabled: true, with: { values: {} } },
  ],
  edges: [
    { from: "price", to: "large" },
    { from: "large.yes", to: "each" },
    { from: "large.no", to: "done" },
    { from: "each", to: "done" },
    { from: "each.error", to: "refused" },
  ],
  layout: {
    notes: [{ id: "n", text: "Ask Ada before changing prices.", x: 0, y: -180 }],
    groups: [{ id: "g", title: "Pricing", nodes: ["price", "large"] }],
  },
};

test.each(["light", "phone"] as const)("the designer is sound in %s", { timeout: 120_000 }, async (look) => {
  await fetch(new URL("/api/v1/drafts/drawn", process.env["UI_ADDRESS"]), {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(SHOWN),
  });
  const { page, errors, context } = await open(browser, look);
  await page.goto("/workflows/drawn/design");
  await card(page, "price").waitFor();
  const found: string[] = [];
  const look_at = async (what: string) => {
    if (look === "light") return found.push(...(await looked(page, `designer-${what}`)));
    const wrong = [...(await pictured(page, `designer-${what}-phone`)), ...(await violations(page))];
    return found.push(...wrong.map((one) => `${what}: ${one}`));
  };
  await saved(page);
  await look_at("canvas");
  if (look === "light") {
    await page.keyboard.press("Shift+T");
    await page.locator('button[aria-label^="Undo"]:not([disabled])').waitFor();
    await card(page, "large").click();
    await look_at("selected");
    await card(page, "large").click({ button: "right" });
    await page.getByRole("menu").waitFor();
    await look_at("menu");
    await page.keyboard.press("Escape");
    await page.getByRole("menu").waitFor({ state: "detached" });
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await look_at("keys");
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: "Outline" }).click();
    await look_at("outline");
    await page.getByRole("tab", { name: /Problems/ }).click();
    await look_at("problems");
  } else {
    await page.getByRole("button", { name: "Outline" }).click();
    await page.getByRole("button", { name: "Outline", pressed: true }).waitFor();
    await look_at("outline");
    await page.getByRole("button", { name: "Outline" }).click();
  }
  await page.keyboard.press("/");
  await page.getByRole("dialog").waitFor();
  await look_at("add");
  await page.keyboard.press("Escape");
  await page.getByRole("radio", { name: "JSON" }).click();
  await page.getByLabel("The workflow as JSON").waitFor();
  await look_at("text");
  expect(found).toEqual([]);
  expect(errors).toEqual([]);
  await context.close();
});
