// A workflow is designed by mouse, another one by keyboard alone; both are published and run.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ADDRESS, api, type Look, launch, looked, open, picture, pictured, violations } from "./browser";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

interface Doc {
  readonly nodes: {
    id: string;
    type: string;
    title?: string;
    with?: unknown;
    bodies?: Record<string, Doc>;
  }[];
  readonly edges: { from: string; to: string }[];
  readonly layout?: {
    nodes?: Record<string, { x: number; y: number }>;
    edges?: Record<string, { points?: unknown[] }>;
  };
}
const draftOf = async (name: string) => (await api<{ document: Doc }>("GET", `/drafts/${name}`)).document;
const saved = (page: Page) => page.getByText("Saved", { exact: true }).waitFor();
const edges = (document: Doc) => document.edges.map((edge) => `${edge.from}->${edge.to}`);
const card = (page: Page, id: string) => page.locator(`[data-node="${id}"]`);
const middle = async (page: Page, selector: string) => {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`${selector} is not there`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};
const handle = (id: string, port: string) =>
  `.react-flow__handle[data-nodeid="${id}"][data-handleid="${port}"]`;
const drag = async (page: Page, from: { x: number; y: number }, to: { x: number; y: number }) => {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
};
/** By the step's text, whole. */
const configure = async (page: Page, id: string, type: string, config: unknown) => {
  await page
    .getByRole("region", { name: `Step ${id}` })
    .getByRole("tab", { name: "Text" })
    .click();
  await page.getByLabel("This step as JSON").fill(JSON.stringify({ id, type, with: config }));
};
const started = async (name: string) => {
  const { id } = await api<{ id: string }>("POST", `/workflows/${name}/executions?wait=20`, { input: {} });
  return await api<{ status: string; output: unknown }>("GET", `/executions/${id}`);
};
const blank = async (name: string) => {
  await api("PUT", `/drafts/${name}`, { schema: "wfplatform/v1", kind: "flow", name, nodes: [], edges: [] });
  return name;
};
const publish = async (page: Page) => {
  await saved(page);
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await page.getByRole("button", { name: /^Publish 1\.0\.0/ }).click();
  await page.getByText("Version 1.0.0 is published", { exact: true }).waitFor();
};

test("a workflow is designed by mouse: dropped, connected, bound, refused, undone, published and run", async () => {
  const name = await blank(`mouse-${Date.now()}`);
  const { page, errors, context } = await open(browser);
  await page.goto(`/workflows/${name}/design`);
  const pane = page.locator(".react-flow__pane");
  await page.getByRole("button", { name: "Set values" }).dragTo(pane, { targetPosition: { x: 200, y: 150 } });
  await card(page, "set").waitFor();
  await configure(page, "set", "data.set@1", { values: { n: 2 } });

  // An edge let go over nothing asks what it shall lead to.
  const out = await middle(page, handle("set", "out"));
  await drag(page, out, { x: out.x + 120, y: out.y + 140 });
  await page.mouse.up();
  await page.getByRole("dialog").getByLabel("Search steps").fill("decision");
  await page.keyboard.press("Enter");
  await card(page, "decision").waitFor();
  await configure(page, "decision", "flow.decision@1", {
    cases: [{ port: "big", when: "steps.set.output.n > 1" }],
    default: "small",
  });
  await card(page, "decision").getByText("big").waitFor();

  await page.getByRole("button", { name: "Set values" }).click();
  await card(page, "set_2").waitFor();
  await configure(page, "set_2", "data.set@1", { values: { was: "big" } });
  // Anywhere on the card will do.
  await drag(page, await middle(page, handle("decision", "big")), await middle(page, '[data-node="set_2"]'));
  await page.mouse.up();

  await page.getByRole("button", { name: "Fit View" }).click();
  // Hovering waits until it stands still.
  await card(page, "set").hover();

  // Back to the beginning would be a circle: the reason shows while dragging, and nothing is drawn.
  await drag(page, await middle(page, handle("set_2", "out")), await middle(page, handle("set", "in")));
  await page.getByText("That would be a circle").first().waitFor();
  await picture(page, "designer-refused");
  await page.mouse.up();
  await saved(page);
  expect(edges(await draftOf(name))).toEqual(["set->decision", "decision.big->set_2"]);

  // Undo survives a reload.
  await card(page, "set_2").click();
  await page.keyboard.press("Delete");
  await card(page, "set_2").waitFor({ state: "detached" });
  await saved(page);
  await page.reload();
  await card(page, "decision").waitFor();
  await page.getByRole("button", { name: /^Undo/ }).click();
  // What lies outside of the view is not drawn.
  await page.getByRole("button", { name: "Fit View" }).click();
  await card(page, "set_2").waitFor();
  await saved(page);
  expect(edges(await draftOf(name))).toEqual(["set->decision", "decision.big->set_2"]);

  await publish(page);
  expect((await started(name)).status).toBe("completed");
  expect(errors).toEqual([]);
  await context.close();
});

test("what was typed last survives a reload at once, and all stays as it was written", async () => {
  const name = `exact-${Date.now()}`;
  const values = '{"b":9007199254740993,"404":1.0,"200":{"z":0.5,"7":1}}';
  const draft = `{"schema":"wfplatform/v1","kind":"flow","name":"${name}","nodes":[{"id":"a","type":"data.set@1","with":{"values":${values}}}],"edges":[]}`;
  const written = async (body?: string) => {
    const put = { method: "PUT", body, headers: { "Content-Type": "application/json" } };
    const answer = await fetch(
      `${ADDRESS}/api/v1/drafts/${name}`,
      body === undefined ? {} : (put as RequestInit),
    );
    return await answer.text();
  };
  await written(draft);
  const { page, errors, context } = await open(browser);
  await page.goto(`/workflows/${name}/design`);
  await card(page, "a").click();
  const title = page.getByRole("textbox", { name: "Title", exact: true });
  await title.pressSequentially("Typed");
  await page.reload();
  await card(page, "a").click();
  expect(await title.inputValue()).toBe("Typed");
  await expect.poll(() => written()).toContain("Typed");
  expect(await written()).toContain(values);

  // Undone after another reload, it is as it was, order of keys and digits included.
  await card(page, "a").click();
  await page.keyboard.press("Delete");
  await card(page, "a").waitFor({ state: "detached" });
  await page.reload();
  await page.getByRole("button", { name: /^Undo/ }).click();
  await card(page, "a").waitFor();
  await saved(page);
  expect(await written()).toContain(values);
  expect(errors).toEqual([]);
  await context.close();
});

test("a workflow is designed by keyboard alone, through the outline", async () => {
  const name = await blank(`keys-${Date.now()}`);
  const { page, errors, context } = await open(browser);
  await page.goto(`/workflows/${name}/design`);
  await page.locator(".react-flow__pane").waitFor();
  const add = async (text: string) => {
    await page.getByRole("dialog").getByLabel("Search steps").waitFor();
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
  };
  /** Presses "Add a field", writes its name, and goes on to its value. */
  const addField = async (field: string, value: string) => {
    await tabTo(page, "Add a field");
    await page.keyboard.press("Enter");
    await tabTo(page, "Name 1 of Values");
    await page.keyboard.type(field);
    await tabTo(page, field);
    await page.keyboard.type(value);
  };
  await page.keyboard.press("/");
  await add("set values");
  await card(page, "set").waitFor();
  await addField("n", "1");

  await tabTo(page, "Outline");
  await page.keyboard.press("Enter");
  await tabTo(page, "first");
  await page.keyboard.press("a");
  await add("for each");
  await card(page, "foreach").waitFor();
  await tabTo(page, "Items");
  await page.keyboard.type("[1, 2]");

  await tabTo(page, "Outline");
  await page.keyboard.press("Enter");
  await tabTo(page, "first");
  await page.keyboard.press("a");
  await add("set values");
  await card(page, "set_2").waitFor();
  await addField("last", "yes");

  // Two now follow `set`; the loop shall lead to the last as well.
  await tabTo(page, "first");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("c");
  await page.getByRole("dialog").getByLabel("Way out").waitFor();
  await tabTo(page, "Connect");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("F2");
  await page.keyboard.type("Each one");
  await page.keyboard.press("Enter");
  await saved(page);
  const document = await draftOf(name);
  expect(edges(document).sort()).toEqual(["foreach->set_2", "set->foreach", "set->set_2"]);
  expect(document.nodes.find((node) => node.id === "foreach")?.title).toBe("Each one");
  await page.keyboard.press("Control+z");
  await saved(page);
  expect((await draftOf(name)).nodes.find((node) => node.id === "foreach")?.title).toBeUndefined();
  expect(errors).toEqual([]);
  await context.close();
});

/** Presses Tab until what has the focus is called so. */
async function tabTo(page: Page, wanted: string): Promise<void> {
  for (let presses = 0; presses < 90; presses += 1) {
    const name = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      const labels = (element as HTMLInputElement | null)?.labels;
      return element?.getAttribute("aria-label") ?? labels?.[0]?.textContent ?? element?.textContent ?? "";
    });
    if (name === wanted || (wanted === "first" && name.endsWith("first"))) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reaches ${wanted}`);
}

test("what the server finds shows on the node and in the list, and a hint's word is put in with one click", async () => {
  const name = `problems-${Date.now()}`;
  const nodes = [{ id: "a", type: "data.set@1", with: { valuse: {} } }];
  await api("PUT", `/drafts/${name}`, { schema: "wfplatform/v1", kind: "flow", name, nodes, edges: [] });
  const { page, context } = await open(browser);
  await page.goto(`/workflows/${name}/design`);
  await card(page, "a").getByRole("img", { name: /error/ }).waitFor();
  await page.getByRole("tab", { name: /Problems/ }).click();
  await page.getByRole("button", { name: "Fix: values" }).click();
  await page.getByText("No problems").waitFor();
  await saved(page);
  expect((await draftOf(name)).nodes[0]?.with).toEqual({ values: {} });
  await context.close();
});

test.each(["light", "phone"] as Look[])("a problem leads to its very field in %s", async (look) => {
  const name = `fields-${look}-${Date.now()}`;
  const inner = { id: "ask", type: "http.request@1", with: { method: "GET" } };
  const nodes = [
    {
      id: "each",
      type: "flow.foreach@1",
      with: { items: "[1]" },
      bodies: { body: { nodes: [inner], edges: [] } },
    },
    { id: "set", type: "data.set@1", with: { values: {} }, retry: { max_attempts: 0 } },
  ];
  const broken = { schema: "wfplatform/v1", kind: "flow", name, timeout: "soon", nodes, edges: [] };
  await api("PUT", `/drafts/${name}`, broken);
  const { page, errors, context } = await open(browser, look);
  await page.goto(`/workflows/${name}/design`);
  const mend = async (problem: RegExp, field: string, text: string) => {
    if (look === "phone") await page.getByRole("button", { name: /^Problems/ }).click();
    else await page.getByRole("tab", { name: /^Problems/ }).click();
    await page.getByRole("button", { name: problem }).click();
    await page.waitForFunction(
      (path) =>
        document.activeElement
          ?.closest(`[data-path="${path}"]`)
          ?.matches("input, :has(input, [contenteditable=true])"),
      field,
    );
    await picture(page, `designer-field-${look}`);
    await page.keyboard.press("Control+a");
    await page.keyboard.type(text);
  };
  await mend(/is not a duration/, "timeout", "5m");
  await mend(/max_attempts/, "retry/max_attempts", "3");
  await mend(/lacks 'url'/, "with/url", "http://127.0.0.1:1/");
  await saved(page);
  expect(await draftOf(name)).toMatchObject({
    timeout: "5m",
    nodes: [
      { bodies: { body: { nodes: [{ with: { method: "GET", url: "http://127.0.0.1:1/" } }] } } },
      { retry: { max_attempts: 3 } },
    ],
  });
  expect(await violations(page)).toEqual([]);
  if (look === "phone") {
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("region", { name: "Step ask" }).waitFor({ state: "hidden" });
  }
  expect(errors).toEqual([]);
  await context.close();
});

test("text and drawing are one: what is typed is drawn, and a conflict is told and resolved", async () => {
  const name = await blank(`text-${Date.now()}`);
  const { page, context } = await open(browser);
  await page.goto(`/workflows/${name}/design`);
  await page.getByRole("radio", { name: "YAML" }).click();
  const editor = page.getByLabel("The workflow as YAML");
  await editor.fill(
    `schema: wfplatform/v1\nname: ${name}\nnodes:\n  - id: typed\n    type: data.set@1\n    with: {values: {}}\nedges: []\n`,
  );
  await saved(page);
  await page.getByRole("radio", { name: "Canvas" }).click();
  await card(page, "typed").waitFor();

  const theirs = { schema: "wfplatform/v1", name, nodes: [{ id: "theirs", type: "data.set@1" }], edges: [] };
  const put = await fetch(new URL(`/api/v1/drafts/${name}`, page.url()), {
    method: "PUT",
    headers: { "If-Match": "*", "Content-Type": "application/json" },
    body: JSON.stringify(theirs),
  });
  expect(put.ok).toBe(true);
  await card(page, "typed").click();
  await page.getByLabel("Title").fill("Mine");
  await page.getByRole("button", { name: "Keep mine" }).click();
  await saved(page);
  expect((await draftOf(name)).nodes.map((node) => node.title)).toEqual(["Mine"]);
  await context.close();
});

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
