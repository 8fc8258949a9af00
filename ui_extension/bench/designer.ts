// Measures the designer in Chromium beside a bare React Flow page of the same nodes, turn by turn in one browser.
// Prints one line of JSON: a list of what each look at a page gave.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { ADDRESS, api, framesWhile, fresh, launch, longestTask, nowIn, TURNS } from "./browser.ts";
import { asDocument, asFlow } from "./graph.ts";
import { served } from "./served.ts";

const OUT = join(import.meta.dirname, ".out");
const COUNTS = (process.env["UI_COUNTS"] ?? "500,1000").split(",").map(Number);
const DRAGGED = "n25";
const TYPED = "a title that somebody types";
const BETWEEN_KEYS_MS = 60;
/** After this long, what a page does after its first paint is over. */
const REST_MS = 2_500;

interface Figures {
  readonly firstPaintMs: number;
  /** The frame behind the one since which no node was added any more. */
  readonly allPaintedMs: number;
  readonly dragMs: readonly number[];
  readonly zoomMs: readonly number[];
  readonly openingTaskMs: number;
  readonly workingTaskMs: number;
  readonly heapMb: number;
  /** From each key to the picture, and to the frame that shows it on the canvas; of our page alone. */
  readonly keysMs: readonly number[];
  readonly canvasMs: readonly number[];
}

type Seen = { firstPaintMs?: number; allPaintedMs?: number };

/** In the page, before all else: the frames behind those that have the first node, and the last, until it rests. */
function notePaints(restMs: number): void {
  const seen = globalThis as unknown as Seen;
  const nodes = document.getElementsByClassName("react-flow__node");
  let known = 0;
  const look = () => {
    const nowMs = performance.now();
    if (seen.allPaintedMs === undefined && known > 0) seen.allPaintedMs = nowMs;
    if (known > 0) seen.firstPaintMs ??= nowMs;
    if (nodes.length !== known) {
      known = nodes.length;
      delete seen.allPaintedMs;
    }
    if (seen.firstPaintMs === undefined || nowMs < seen.firstPaintMs + restMs) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function drag(page: Page, node: string): Promise<void> {
  const box = await page.locator(node).boundingBox();
  if (box === null) throw new Error(`${node} is not in view`);
  const [x, y] = [box.x + box.width / 3, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= 120; step += 1)
    await page.mouse.move(x + 90 * Math.sin(step / 12), y + 60 * Math.sin(step / 9));
  await page.mouse.up();
}

async function zoom(page: Page): Promise<void> {
  const box = await page.locator(".react-flow__pane").boundingBox();
  if (box === null) throw new Error("no canvas");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let step = 0; step < 120; step += 1) await page.mouse.wheel(0, step % 30 < 15 ? 60 : -60);
}

type Keys = { pressed: Map<number, number>; canvas: number[]; observer: PerformanceObserver };

/** In the page: what the browser says of each key, and when the card has what is in the field. */
function noteKeys(id: string): void {
  const keys: Keys = {
    pressed: new Map(),
    canvas: [],
    observer: new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEventTiming & { interactionId: number })[]) {
        if (!["keydown", "keypress", "input"].includes(entry.name) || entry.interactionId === 0) continue;
        const known = keys.pressed.get(entry.interactionId) ?? 0;
        keys.pressed.set(entry.interactionId, Math.max(known, entry.duration));
      }
    }),
  };
  keys.observer.observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  (globalThis as unknown as { keys: Keys }).keys = keys;
  let pressedMs = 0;
  document.addEventListener(
    "keydown",
    (event) => {
      pressedMs = event.timeStamp;
    },
    true,
  );
  document.addEventListener("input", (event) => {
    const [beganMs, text] = [pressedMs, (event.target as HTMLInputElement).value];
    const look = () => {
      const card = document.querySelector(`[data-node="${id}"]`);
      if (!card?.textContent?.includes(text)) return void requestAnimationFrame(look);
      // Behind the frame's own work.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => keys.canvas.push(performance.now() - beganMs);
      port2.postMessage(null);
    };
    requestAnimationFrame(look);
  });
}

async function keystrokes(page: Page): Promise<{ keysMs: number[]; canvasMs: number[] }> {
  // What is dragged is selected, and so its panel is open.
  const field = page.getByRole("textbox", { name: "Title", exact: true });
  await field.fill("");
  await page.evaluate(noteKeys, DRAGGED);
  await field.pressSequentially(TYPED, { delay: BETWEEN_KEYS_MS });
  await page.waitForFunction(
    (count) => (globalThis as unknown as { keys: Keys }).keys.canvas.length >= count,
    TYPED.length,
  );
  // The browser tells of the last keys a moment later.
  await page.waitForTimeout(500);
  const { pressed, canvas } = await page.evaluate(() => {
    const { pressed, canvas } = (globalThis as unknown as { keys: Keys }).keys;
    return { pressed: [...pressed.values()], canvas };
  });
  // Of a key that took less than 16 ms it says nothing.
  const quick = Array.from({ length: Math.max(0, TYPED.length - pressed.length) }, () => 16);
  return { keysMs: [...pressed, ...quick], canvasMs: canvas };
}

async function look(browser: Browser, address: string, isOurs: boolean): Promise<Figures> {
  const page = await fresh(browser);
  await page.addInitScript(notePaints, REST_MS / 2);
  await page.goto(address);
  await page.waitForFunction(() => (globalThis as unknown as Seen).firstPaintMs !== undefined);
  await page.waitForTimeout(REST_MS);
  const { firstPaintMs = Number.NaN, allPaintedMs = Number.NaN } = await page.evaluate(() => {
    const { firstPaintMs, allPaintedMs } = globalThis as unknown as Seen;
    return { firstPaintMs, allPaintedMs };
  });
  const restedMs = await nowIn(page);
  const dragMs = await framesWhile(page, () => drag(page, `.react-flow__node[data-id="${DRAGGED}"]`));
  const zoomMs = await framesWhile(page, () => zoom(page));
  const keys = isOurs ? await keystrokes(page) : { keysMs: [], canvasMs: [] };
  const openingTaskMs = await longestTask(page, 0, restedMs);
  const workingTaskMs = await longestTask(page, restedMs);
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const heap = (await session.send("Runtime.getHeapUsage")) as Record<string, number>;
  const bytes = ["usedSize", "embedderHeapUsedSize", "backingStorageSize"].map((key) => heap[key] ?? 0);
  const heapMb = bytes.reduce((sum, one) => sum + one, 0) / 1_048_576;
  await page.context().close();
  return { firstPaintMs, allPaintedMs, dragMs, zoomMs, openingTaskMs, workingTaskMs, heapMb, ...keys };
}

/** Where our canvas is on the page: the bare one stands there, too. */
async function canvasOf(browser: Browser, address: string): Promise<Record<string, string>> {
  const page = await fresh(browser);
  await page.goto(address);
  await page.locator(".react-flow__node").first().waitFor();
  const box = await page.locator(".react-flow").boundingBox();
  if (box === null) throw new Error("no canvas");
  await page.context().close();
  return { left: `${box.x}`, top: `${box.y}`, width: `${box.width}`, height: `${box.height}` };
}

/** A draft of its own for each look: what is moved and typed is saved. */
async function oursOf(count: number, turn: number): Promise<string> {
  const name = `bench-${count}-${turn}`;
  await api("PUT", `/drafts/${name}`, asDocument(name, count));
  return `${ADDRESS}/workflows/${name}/design`;
}

async function main(): Promise<void> {
  for (const count of COUNTS) writeFileSync(join(OUT, `graph-${count}.json`), JSON.stringify(asFlow(count)));
  const { server, address } = await served(OUT);
  const browser = await launch();
  const looks: (Figures & { count: number; page: "ours" | "bare" })[] = [];
  try {
    const place = await canvasOf(browser, await oursOf(COUNTS[0] ?? 0, TURNS));
    const bareOf = (count: number) => `${address}/?${new URLSearchParams({ ...place, nodes: `${count}` })}`;
    for (let turn = 0; turn < TURNS; turn += 1) {
      for (const count of COUNTS) {
        looks.push({ count, page: "bare", ...(await look(browser, bareOf(count), false)) });
        looks.push({ count, page: "ours", ...(await look(browser, await oursOf(count, turn), true)) });
      }
    }
    process.stdout.write(`${JSON.stringify(looks)}\n`);
  } finally {
    await browser.close();
    server.close();
  }
}

await main();
