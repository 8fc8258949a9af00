// One Chromium for a test file, pages in the look that is asked for, axe, and pictures to be looked at.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { AxeResults, RunOptions } from "axe-core";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

export const ADDRESS = process.env["UI_ADDRESS"] ?? "http://127.0.0.1:8780";
const PICTURES = process.env["UI_PICTURES"] ?? join(import.meta.dirname, ".out");
const CHROMIUM = process.env["UI_CHROMIUM"] ?? "/usr/bin/chromium";

export const LOOKS = {
  light: { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  dark: { colorScheme: "dark", viewport: { width: 1280, height: 800 } },
  phone: { colorScheme: "light", viewport: { width: 390, height: 844 } },
} as const;
export type Look = keyof typeof LOOKS;

export const launch = (): Promise<Browser> =>
  // The sandbox needs rights that a container's root does not have; the pages are our own.
  chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-dev-shm-usage"] });

/** A fresh profile. What breaks in the page (an exception, a refused script) is collected in `errors`. */
export async function open(browser: Browser, look: Look = "light") {
  const context: BrowserContext = await browser.newContext({
    ...LOOKS[look],
    locale: "en-GB",
    baseURL: ADDRESS,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    // A 404 is an answer that pages ask for (is there a draft?), and Chromium reports each.
    if (message.type() === "error" && !message.text().includes("404")) errors.push(message.text());
  });
  return { context, page, errors };
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = {
  all: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
  colours: { type: "rule", values: ["color-contrast"] },
} as const;

/** What axe finds, in words: rule, and where. In other colours, what was looked at already differs by these alone. */
export async function violations(page: Page, rules: keyof typeof RULES = "all"): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  const options: RunOptions = {
    runOnly: RULES[rules] as never,
    resultTypes: ["violations"],
    iframes: false,
    elementRef: false,
  };
  const found = await page.evaluate(
    (asked) => (globalThis as never as { axe: { run(o: unknown): Promise<AxeResults> } }).axe.run(asked),
    options,
  );
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`),
  );
}

/** What is on the screen, in light and in dark: a picture of each, and what is wrong with it. */
export async function looked(page: Page, name: string): Promise<string[]> {
  const found = [...(await pictured(page, `${name}-light`)), ...(await violations(page))];
  await page.emulateMedia({ colorScheme: "dark" });
  found.push(...(await pictured(page, `${name}-dark`)), ...(await violations(page, "colours")));
  await page.emulateMedia({ colorScheme: "light" });
  return found.map((one) => `${name}: ${one}`);
}

/** A picture; and whether what it shows does not fit its width, which is told. */
export async function pictured(page: Page, name: string): Promise<string[]> {
  await picture(page, name);
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  return isWide ? ["scrolls sideways"] : [];
}

/** Another address of the application that is loaded already, as a link would lead there. */
export async function follow(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState({}, "", to);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  }, path);
}

export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

/** A request to the platform, as a program would make it. */
export async function api<T>(method: string, path: string, json?: unknown): Promise<T> {
  const body =
    json === undefined ? {} : { body: JSON.stringify(json), headers: { "Content-Type": "application/json" } };
  const answer = await fetch(`${ADDRESS}/api/v1${path}`, { method, ...body });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}
