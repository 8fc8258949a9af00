// A workflow is designed by mouse, another one by keyboard alone; both are published and run.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ADDRESS, api, type Look, launch, open, picture, violations } from "./browser";
import {
  blank,
  card,
  configure,
  draftOf,
  drag,
  edges,
  handle,
  middle,
  publish,
  saved,
  started,
} from "./designing";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

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

  // The canvas went along while the edge was held near its border, and what lies outside of the view is not drawn.
  await page.getByRole("button", { name: "Fit View" }).click();
  // Undo survives a reload.
  await card(page, "set_2").click();
  await page.getByRole("region", { name: "Step set_2" }).waitFor();
  await page.keyboard.press("Delete");
  await card(page, "set_2").waitFor({ state: "detached" });
  await saved(page);
  await page.reload();
  await card(page, "decision").waitFor();
  await page.getByRole("button", { name: /^Undo/ }).click();
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
  // The panel follows a selection a moment later; the workflow has a title too.
  const ofStep = page.getByRole("region", { name: "Step a" });
  await card(page, "a").click();
  const title = ofStep.getByRole("textbox", { name: "Title", exact: true });
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
  await editor.fill("nodes: [unfinished");
  await page.getByRole("radio", { name: "Canvas" }).click();
  await card(page, "typed").waitFor();
  await page.getByRole("radio", { name: "YAML" }).click();
  await editor.getByText("nodes: [unfinished").waitFor();
  await page.getByText("Not applied").waitFor();
  await page.getByRole("radio", { name: "Canvas" }).click();

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
