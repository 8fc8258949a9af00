// @vitest-environment jsdom
import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chooseTheme, followTheme, useTheme } from "./theme";

beforeEach(() => {
  localStorage.clear();
  vi.stubGlobal("matchMedia", () => Object.assign(new EventTarget(), { matches: false }));
});
afterEach(() => vi.unstubAllGlobals());

const shown = () => document.documentElement.dataset["theme"];

test("whoever shows what is chosen hears of a choice that is made elsewhere", () => {
  const { result } = renderHook(useTheme);
  expect(result.current).toBe("system");
  act(() => chooseTheme("dark"));
  expect([result.current, shown()]).toEqual(["dark", "dark"]);
});

test("what is chosen on another page of the browser is chosen here, too", () => {
  const stop = followTheme();
  const { result } = renderHook(useTheme);
  localStorage.setItem("wf.theme", "dark");
  act(() => void dispatchEvent(new StorageEvent("storage", { key: "wf.theme" })));
  expect([result.current, shown()]).toEqual(["dark", "dark"]);
  stop();
});
