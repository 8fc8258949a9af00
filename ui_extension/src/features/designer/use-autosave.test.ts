// @vitest-environment jsdom
import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NO_HISTORY } from "@/core/document/history";
import { aWorkflow, CATALOGUE } from "@/testing/workflows";
import { isOfDraft, readBackup, textOf, writeLast } from "./backup";
import { createDesignerStore } from "./store";
import { useAutosave } from "./use-autosave";

/** A browser's store that was asked, and has not done anything yet. */
const put = vi.fn((..._: unknown[]) => ({}));
const transaction = { objectStore: () => ({ put }), onabort: () => undefined };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("indexedDB", {
    open: () => {
      const opening = {
        onsuccess: () => undefined,
        result: { transaction: () => transaction, close: () => undefined },
      };
      queueMicrotask(() => opening.onsuccess());
      return opening;
    },
  });
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  localStorage.clear();
});

function opened() {
  const document = aWorkflow(["a"], []);
  const store = createDesignerStore({ name: "example", document, catalogue: CATALOGUE });
  const { result } = renderHook(() => useAutosave(store, { revision: 1, text: textOf(document) }));
  const type = (title: string) => store.setState({ document: { ...document, title } });
  return { store, type, document, status: () => result.current.status };
}

const last = () => JSON.parse(localStorage.getItem("wf.last.example") ?? "null");

test("what the browser's store may not have yet is kept otherwise when the page goes", async () => {
  const { store, type } = opened();
  type("Typed");
  await vi.advanceTimersByTimeAsync(500);
  expect(put).toHaveBeenCalled();
  window.dispatchEvent(new Event("pagehide"));
  expect(last()).toMatchObject({ revision: 1, text: textOf(store.getState().document) });
});

test("what is typed while a save is under way is newer than what the server then has", async () => {
  const { store, type } = opened();
  type("Sent");
  const sent = textOf(store.getState().document);
  await vi.advanceTimersByTimeAsync(1_000);
  type("Sent, and more");
  window.dispatchEvent(new Event("pagehide"));
  expect(last()).toMatchObject({ revision: 1, sent, text: textOf(store.getState().document) });
  expect(isOfDraft(last(), { revision: 2, text: sent })).toBe(true);
  expect(isOfDraft(last(), { revision: 2, text: "of somebody else" })).toBe(false);
});

test("what was being saved when the page went is taken up again, with all that can be undone", () => {
  const backup = { revision: 1, text: "what was sent", history: NO_HISTORY, isSaved: false };
  expect(isOfDraft(backup, { revision: 2, text: "what was sent" })).toBe(true);
  expect(isOfDraft(backup, { revision: 2, text: "of somebody else" })).toBe(false);
});

test.each([
  ["the same as here is no conflict", "Typed", "saved"],
  ["of somebody else is one", "Theirs", "conflict"],
])("a newer draft that is %s", async (_, title, status) => {
  const { status: shown, type, document } = opened();
  vi.stubGlobal("fetch", async (_: string, { method }: RequestInit = {}) =>
    method === "PUT"
      ? new Response(null, { status: 412 })
      : new Response(`{"revision":2,"document":${textOf({ ...document, title })}}`),
  );
  type("Typed");
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect(shown()).toBe(status);
});

test("a browser's store that has no room keeps nobody waiting", async () => {
  const backup = { revision: 1, text: "{}", history: NO_HISTORY, isSaved: false };
  writeLast("example", backup);
  const found = readBackup("example");
  await vi.advanceTimersByTimeAsync(0);
  transaction.onabort();
  expect(await found).toEqual(backup);
});

test("nothing is left behind by a page on which nothing was changed", () => {
  opened();
  window.dispatchEvent(new Event("pagehide"));
  expect(last()).toBeNull();
});

test("who has left the designer hears that the last change was saved", async () => {
  const document = aWorkflow(["a"], []);
  const store = createDesignerStore({ name: "example", document, catalogue: CATALOGUE });
  const onSaved = vi.fn();
  const { unmount } = renderHook(() => useAutosave(store, { revision: 1, text: textOf(document) }, onSaved));
  vi.stubGlobal("fetch", async () => new Response('{"revision":2}'));
  store.setState({ document: { ...document, title: "Typed" } });
  unmount();
  expect(onSaved).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(0);
  expect(onSaved).toHaveBeenCalledOnce();
});

test.each([
  ["offline", async () => Promise.reject(new TypeError("Failed to fetch"))],
  ["refused", async () => new Response("", { status: 413 })],
] as const)("what could not be saved is told to be %s, as it is, and tried again", async (why, answer) => {
  const asked = vi.fn(answer);
  vi.stubGlobal("fetch", asked);
  const { type, status } = opened();
  type("Typed");
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect(status()).toBe(why);
  await act(() => vi.advanceTimersByTimeAsync(5_000));
  expect(asked).toHaveBeenCalledTimes(2);
});
