// What the measurements share: the platform, fresh pages, and what a page can tell of its own frames and tasks.
import { type Browser, chromium, type Page } from "playwright-core";

/** A platform that serves the build. */
export const ADDRESS = process.env["UI_ADDRESS"] ?? "http://127.0.0.1:8780";
export const TURNS = Number(process.env["UI_TURNS"] ?? "3");

export const STARTED = {
  executablePath: process.env["UI_CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
};
export const SHOWN = { viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" } as const;

export const launch = (): Promise<Browser> => chromium.launch(STARTED);

/** A request to the platform, as a program would make it. */
export async function api<T>(method: string, path: string, json?: unknown): Promise<T> {
  const answer = await fetch(`${ADDRESS}/api/v1${path}`, {
    method,
    ...(json === undefined
      ? {}
      : { body: JSON.stringify(json), headers: { "Content-Type": "application/json" } }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/**
 * Chromium makes pages of its own for a new window (what its address bar drops down), which keeps a core busy for about a
 * second. Whoever goes somewhere has had the window for longer.
 */
export const SETTLED_MS = 2_000;

/** In a browser that knows nothing of us yet, a window that has come to rest. Its tasks are noted from the first one on. */
export async function fresh(browser: Browser): Promise<Page> {
  const context = await browser.newContext(SHOWN);
  const page = await context.newPage();
  await page.addInitScript(noteTasks);
  await page.waitForTimeout(SETTLED_MS);
  return page;
}

type Noted = { tasks: { startTime: number; duration: number }[]; gaps: number[] | undefined };

/** In the page: every task that held it up for more than 50 ms. */
function noteTasks(): void {
  const noted = globalThis as unknown as Noted;
  noted.tasks = [];
  new PerformanceObserver((list) => noted.tasks.push(...list.getEntries())).observe({
    type: "longtask",
    buffered: true,
  });
}

/** The longest task that began in a span of the page's own time; 0 when none was longer than 50 ms. */
export const longestTask = (page: Page, fromMs = 0, toMs = Number.MAX_VALUE): Promise<number> =>
  page.evaluate(
    ([from = 0, to = 0]) =>
      Math.max(
        0,
        ...(globalThis as unknown as Noted).tasks
          .filter(({ startTime }) => startTime >= from && startTime < to)
          .map(({ duration }) => duration),
      ),
    [fromMs, toMs],
  );

export const nowIn = (page: Page): Promise<number> => page.evaluate(() => performance.now());

/** The gaps between the frames that a page has while something is done. */
export async function framesWhile(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const noted = globalThis as unknown as Noted;
    const gaps: number[] = [];
    noted.gaps = gaps;
    let last: number | undefined;
    const tick = (now: number) => {
      if (last !== undefined) gaps.push(now - last);
      last = now;
      if (noted.gaps === gaps) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await act();
  return page.evaluate(() => {
    const noted = globalThis as unknown as Noted;
    const gaps = noted.gaps ?? [];
    noted.gaps = undefined;
    return gaps;
  });
}

/** By the nearest rank. */
export function p95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}
