// @vitest-environment jsdom
// What a browser is told to ask for along with the application is what that then asks for, to the letter.
import { QueryClient } from "@tanstack/react-query";
import { afterEach, expect, test, vi } from "vitest";
import { activitiesQuery } from "@/api/activities";
import { draftQuery } from "@/api/drafts";
import { timelineQuery } from "@/api/execution";
import { platformQuery } from "@/api/platform";
import { prepareExecution } from "@/features/execution";
import { PAGES } from "../bundling/pages";

type Case = { at: string; draw: (cache: QueryClient) => Promise<unknown> };

const shell = (cache: QueryClient) => cache.fetchQuery(platformQuery());
const designer = (cache: QueryClient) =>
  Promise.all([shell(cache), cache.fetchQuery(activitiesQuery()), cache.fetchQuery(draftQuery("greet all"))]);
const execution = (cache: QueryClient) => prepareExecution(cache, "7");
const CASES: readonly Case[] = [
  { at: "/", draw: shell },
  { at: "/workflows", draw: shell },
  { at: "/workflows/greet%20all", draw: shell },
  { at: "/workflows/greet%20all/design", draw: designer },
  { at: "/welcome", draw: shell },
  { at: "/executions", draw: shell },
  { at: "/executions/7", draw: execution },
];

afterEach(() => vi.unstubAllGlobals());

/** As the gateway makes a header of it, or asks in the page's place. */
function told(at: string): string[] {
  for (const { address, asks, gives = [] } of PAGES) {
    const found = new RegExp(`^${address}$`).exec(decodeURIComponent(at));
    if (found === null) continue;
    return [...asks, ...gives].map((path) => path.replace("$1", encodeURIComponent(found[1] ?? "")));
  }
  return [];
}

test.each(CASES)("$at asks for what it is told of or given, and nothing twice", async ({ at, draw }) => {
  const sent: string[] = [];
  vi.stubGlobal("fetch", async ({ url }: Request) => {
    sent.push(url.slice(location.origin.length));
    return Response.json({});
  });
  history.replaceState(null, "", at);
  await draw(new QueryClient({ defaultOptions: { queries: { retry: false } } }));
  expect(sent.length).toBeGreaterThan(0);
  expect(sent.sort()).toEqual(told(at).sort());
});

test("what a page is given it does not ask for", async () => {
  const sent = vi.fn();
  vi.stubGlobal("fetch", sent);
  for (const address of told("/executions/7")) {
    const element = document.createElement("script");
    element.type = "application/json";
    element.dataset["answer"] = address;
    element.textContent = '{"steps": []}';
    document.body.append(element);
  }
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  await prepareExecution(cache, "7");
  expect(sent).not.toHaveBeenCalled();
  expect(cache.getQueryData(timelineQuery("7").queryKey)).toEqual({ steps: [] });

  await cache.refetchQueries(timelineQuery("7"));
  expect(sent).toHaveBeenCalledOnce();
});

test("every page that something is asked early for is among these", () => {
  const unknown = PAGES.filter(({ address }) => !CASES.some(({ at }) => new RegExp(`^${address}$`).test(at)));
  expect(unknown).toEqual([]);
});
