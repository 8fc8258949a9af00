// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DesignerPage } from "@/features/designer";
import { WelcomePage } from "@/features/welcome";
import { loadWhenIdle } from "./loading";

const pages = [DesignerPage, WelcomePage];

beforeEach(() => {
  vi.useFakeTimers();
  for (const page of pages) page.preload = vi.fn(async () => undefined);
});
afterEach(() => vi.useRealTimers());

test("every page is loaded when the first one had its time, and nothing else is to do", async () => {
  const waiting: (() => void)[] = [];
  vi.stubGlobal("requestIdleCallback", (done: () => void) => waiting.push(done));
  loadWhenIdle();
  expect(waiting).toEqual([]);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(DesignerPage.preload).not.toHaveBeenCalled();
  while (waiting.length > 0) {
    waiting.shift()?.();
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(0);
  }
  for (const page of pages) expect(page.preload).toHaveBeenCalledOnce();
});

test("a shell that is gone loads nothing", async () => {
  const idle = vi.fn();
  vi.stubGlobal("requestIdleCallback", idle);
  loadWhenIdle()();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(idle).not.toHaveBeenCalled();
});
