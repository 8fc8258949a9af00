// Measures the page of an execution in Chromium: how soon it is there, how it scrolls, and how soon an event is seen.
// Prints one line of JSON.
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { ADDRESS, api, framesWhile, fresh, launch, longestTask, nowIn, p95, TURNS } from "./browser.ts";
import { served } from "./served.ts";
import { Unwatched } from "./unwatched.ts";

const BARE = join(import.meta.dirname, ".out");
const STEPS = [50, 1_000];
const LIVE_STEPS = 20;
const ROWS = 10;
/** What a browser keeps of a script beside its text, it makes in the second visit and may take from the third on. */
const VISITS_BEFORE = 4;
/** By then a page is open. */
const OPENED_MS = 2_000;

type Node = Record<string, unknown> & { id: string };

/** Publish, start, and give the id; with `wait` once it is over. */
async function execution(name: string, nodes: Node[], columns: number, wait: number): Promise<string> {
  const place = (at: number) => ({ x: (at % columns) * 288, y: Math.floor(at / columns) * 96 });
  await api("POST", "/workflows/import", {
    schema: "wfplatform/v1",
    kind: "flow",
    name,
    lane: "express",
    nodes,
    edges: nodes.slice(1).map(({ id }, at) => ({ from: nodes[at]?.id, to: id })),
    layout: { nodes: Object.fromEntries(nodes.map(({ id }, at) => [id, place(at)])) },
  });
  const { id } = await api<{ id: string }>("POST", `/workflows/${name}/executions?wait=${wait}`, {
    input: {},
  });
  return id;
}

const set = (id: string): Node => ({ id, type: "data.set@1", with: { values: { id, text: "as it comes" } } });
const chain = (count: number) => Array.from({ length: count }, (_, at) => set(`n${at}`));

type Seen = { beganMs?: number; rowMs?: number; nodeMs?: number; workMs?: number };

/**
 * In the page: note the frames that show the first row of the waterfall and the first node of the drawing, and the one in
 * which both can be worked with; or in a bare React page the one thing that it draws. It looks when something has changed: to look at every frame, a browser that
 * has nothing to show would have to make frames.
 */
function watch(): void {
  const seen = globalThis as unknown as Seen;
  const note = (key: "rowMs" | "nodeMs" | "workMs") =>
    requestAnimationFrame(() => {
      seen[key] ??= performance.now() - (seen.beganMs ?? 0);
    });
  const look = () => {
    const isBare = document.querySelector("[data-drawn]") !== null;
    const hasRow = isBare || document.querySelector("[role=treeitem]") !== null;
    const hasNode = isBare || document.querySelector("[data-node][data-status]") !== null;
    if (hasRow) note("rowMs");
    if (hasNode) note("nodeMs");
    const isLive =
      document.querySelector("[role=tree]") !== null &&
      document.querySelector(".react-flow__renderer [data-node][data-status]") !== null;
    if (!isBare && !isLive) return;
    note("workMs");
    observer.disconnect();
  };
  const observer = new MutationObserver(look);
  observer.observe(document, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["data-status"],
  });
}

interface Opened {
  readonly rowMs: number;
  readonly nodeMs: number;
  readonly workMs: number;
  /** When the document's first content was on the screen, as the browser tells (https://www.w3.org/TR/paint-timing/). */
  readonly presentedMs: number;
}

/** In the page: what `watch` has noted. */
function noted(): Opened | null {
  const { rowMs, nodeMs, workMs } = globalThis as unknown as Seen;
  const presentedMs = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN;
  const isThere = rowMs !== undefined && nodeMs !== undefined && workMs !== undefined;
  return isThere ? { rowMs, nodeMs, workMs, presentedMs } : null;
}

/** By its address, from the start of the navigation. */
async function byAddress(browser: Unwatched, address: string, isNew: boolean): Promise<Opened> {
  const opened = await browser.visit({ address, before: watch, restMs: OPENED_MS, ask: noted, isNew });
  if (opened === null) throw new Error(`nothing was seen at ${address}`);
  return opened;
}

/** From the list, as people come: from the click on. */
async function fromTheList(browser: Browser, workflow: string, id: string) {
  const page = await fresh(browser);
  await page.goto(`${ADDRESS}/executions?workflow=${workflow}`);
  const link = page.locator(`a[href^="/executions/${id}"]`);
  await link.hover();
  await page.waitForTimeout(300);
  await page.evaluate(() => {
    document.addEventListener(
      "click",
      (event) => {
        (globalThis as unknown as Seen).beganMs = event.timeStamp;
      },
      { capture: true, once: true },
    );
  });
  await page.evaluate(watch);
  await link.click();
  const figures = await (await page.waitForFunction(noted)).jsonValue();
  await page.context().close();
  return figures;
}

/** Gaps between frames while all events are scrolled through, to the last one. */
async function scrolling(browser: Browser, id: string) {
  const page = await fresh(browser);
  await page.goto(`${ADDRESS}/executions/${id}`);
  await page.getByRole("tab", { name: "Events" }).click();
  const list = page.getByRole("region", { name: "Events" });
  await list.locator("li").first().waitFor();
  const box = await list.boundingBox();
  if (box === null) throw new Error("no list of events");
  await page.mouse.move(box.x + 40, Math.min(box.y + 60, 880));
  const fromMs = await nowIn(page);
  const gaps = await framesWhile(page, async () => {
    let lastSeen = 0;
    for (let still = 0; still < 20; ) {
      await page.mouse.wheel(0, 2_400);
      const seen = await list.evaluate((element) => element.scrollTop);
      still = seen === lastSeen ? still + 1 : 0;
      if (still > 0) await page.waitForTimeout(30);
      lastSeen = seen;
    }
  });
  const events = Number(await list.locator("li").last().locator("span").first().textContent());
  const longestTaskMs = await longestTask(page, fromMs);
  await page.context().close();
  return { events, frameP95Ms: p95(gaps), longestTaskMs };
}

/** From the instant that an event was recorded with to the frame that shows its step changed; for each of some steps. */
async function live(browser: Browser, turn: number): Promise<number[]> {
  const asking = (at: number): Node => ({
    id: `n${at}`,
    type: "data.jq@1",
    on_error: "escalate",
    with: { program: `error("turn ${turn}")` },
  });
  const nodes = Array.from({ length: LIVE_STEPS }, (_, at) => asking(at));
  const id = await execution("bench-live", nodes, 5, 0);
  const page = await fresh(browser);
  await page.goto(`${ADDRESS}/executions/${id}`);
  // The page itself: its first picture shows what was, and not what happens.
  await page.locator('.react-flow__renderer [data-node="n0"][data-status="waiting"]').waitFor();
  await page.evaluate(() => {
    const record = globalThis as unknown as { shown: Record<string, number> };
    record.shown = {};
    new MutationObserver(() => {
      for (const node of document.querySelectorAll<HTMLElement>("[data-node][data-status]")) {
        const name = node.dataset["node"] ?? "";
        if (node.dataset["status"] === "pending" || name in record.shown) continue;
        record.shown[name] = 0;
        requestAnimationFrame(() =>
          setTimeout(() => {
            record.shown[name] = Date.now();
          }),
        );
      }
    }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-status"] });
  });
  for (let at = 0; at + 1 < LIVE_STEPS; at += 1) {
    await api("POST", `/executions/${id}/steps/n${at}/resolve`, { decision: "continue" });
    await page.locator(`[data-node="n${at + 1}"][data-status="waiting"]`).waitFor();
  }
  const shown = await page.evaluate(() => (globalThis as unknown as { shown: Record<string, number> }).shown);
  const { items } = await api<{ items: { at: string; kind: string; data: { step?: string } }[] }>(
    "GET",
    `/executions/${id}/events?limit=1000`,
  );
  await page.context().close();
  return items
    .filter(({ kind, data }) => kind === "step.started" && data.step !== "n0")
    .map(({ at, data }) => (shown[data.step ?? ""] ?? Number.NaN) - new Date(at).getTime());
}

const middle = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function main(): Promise<void> {
  const loop: Node = {
    id: "each",
    type: "flow.foreach@1",
    with: { items: JSON.stringify(Array.from({ length: 1_000 }, (_, at) => at)) },
    bodies: {
      body: { nodes: chain(4), edges: [1, 2, 3].map((at) => ({ from: `n${at - 1}`, to: `n${at}` })) },
    },
  };
  const bare = await served(BARE);
  const browser = await launch();
  const person = await Unwatched.launch();
  try {
    const pages: object[] = [];
    for (const count of STEPS) {
      const id = await execution(`bench-steps-${count}`, chain(count), ROWS, 60);
      const address = `${ADDRESS}/executions/${id}`;
      for (let before = 0; before < VISITS_BEFORE; before += 1) await byAddress(person, address, false);
      for (let turn = 0; turn < TURNS; turn += 1) {
        const { presentedMs: bareMs } = await byAddress(person, `${bare.address}/react.html`, true);
        const first = await byAddress(person, address, true);
        const again = await byAddress(person, address, false);
        const list = await fromTheList(browser, `bench-steps-${count}`, id);
        pages.push({ count, first, again, list, bareMs });
      }
    }
    const many = await execution("bench-events", [loop], 1, 60);
    const scrolls = [];
    for (let turn = 0; turn < TURNS; turn += 1) scrolls.push(await scrolling(browser, many));
    const seen: number[] = [];
    for (let turn = 0; turn < TURNS; turn += 1) seen.push(...(await live(browser, turn)));
    const found = { pages, scrolls, eventP50Ms: middle(seen), eventP95Ms: p95(seen), events: seen.length };
    process.stdout.write(`${JSON.stringify(found)}\n`);
  } finally {
    await person.close();
    await browser.close();
    bare.server.close();
  }
}

await main();
