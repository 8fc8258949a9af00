// @vitest-environment jsdom
// What a browser is told to ask for along with the application is what that then asks for, to the letter.
import { QueryClient } from "@tanstack/react-query";
import { afterEach, expect, test, vi } from "vitest";
import { activitiesQuery } from "@/api/activities";
import { draftQuery } from "@/api/drafts";
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

/** As the gateway makes a header of it. */
function told(at: string): string[] {
  for (const { address, asks } of PAGES) {
    const found = new RegExp(`^${address}$`).exec(decodeURIComponent(at));
    if (found !== null) return asks.map((path) => path.replace("$1", encodeURIComponent(found[1] ?? "")));
  }
  return [];
}

test.each(CASES)("$at asks for what its header says, and nothing twice", async ({ at, draw }) => {
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

test("every page that something is asked early for is among these", () => {
  const unknown = PAGES.filter(({ address }) => !CASES.some(({ at }) => new RegExp(`^${address}$`).test(at)));
  expect(unknown).toEqual([]);
});
