// @vitest-environment jsdom
// What a page is begun with, before the application is there.
import { beforeEach, expect, test, vi } from "vitest";
import { begin, type Early, type Opening } from "../bundling/early";

const EXECUTION: Opening = {
  address: "^/executions/([^/]+)$",
  links: [{ rel: "modulepreload", href: "/assets/execution.js" }],
  asks: ["/executions/$1", "/executions/$1/timeline"],
};
const links = () => [...document.head.querySelectorAll("link")].map((link) => link.getAttribute("href"));
const asked = () => [...((globalThis as Early).asked?.keys() ?? [])];

function at(path: string, status = 200) {
  history.replaceState(null, "", path);
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => Response.json({}, { status })),
  );
  begin([EXECUTION], 60_000);
}

beforeEach(() => {
  document.head.replaceChildren();
  vi.useFakeTimers({ toFake: ["setTimeout"] });
});

test("the page at the address gets its modules and its data at once", () => {
  at("/executions/7");
  expect(links()).toEqual(["/assets/execution.js"]);
  expect(asked()).toEqual(["/executions/7", "/executions/7/timeline"]);
});

test("other pages get nothing of it", () => {
  at("/executions");
  expect([links(), asked()]).toEqual([[], []]);
});

test("a refusal is kept for the application to tell of", async () => {
  at("/executions/7", 404);
  const answer = await (globalThis as Early).asked?.get("/executions/7");
  expect(answer?.status).toBe(404);
  expect(asked()).toHaveLength(2);
});

test("what nobody has taken in time is forgotten", () => {
  at("/executions/7");
  vi.advanceTimersByTime(60_000);
  expect(asked()).toEqual([]);
});

test("a browser's first date is made ahead for a page that shows dates, and for no other", () => {
  const whenIdle = vi.fn();
  vi.stubGlobal("requestIdleCallback", whenIdle);
  at("/executions/7");
  expect(whenIdle).not.toHaveBeenCalled();
  begin([{ ...EXECUTION, hasDates: true }], 60_000);
  expect(whenIdle).toHaveBeenCalledOnce();
  vi.unstubAllGlobals();
});
