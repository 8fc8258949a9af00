// @vitest-environment jsdom
// What is asked for before the application is there is what the application then asks for, to the letter.
import { QueryClient } from "@tanstack/react-query";
import { afterEach, expect, test, vi } from "vitest";
import { activitiesQuery } from "@/api/activities";
import { draftQuery } from "@/api/drafts";
import { platformQuery } from "@/api/platform";
import { prepareExecution } from "@/features/execution";
import { begin } from "../bundling/early";
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
  { at: "/executions", draw: shell },
  { at: "/executions/7", draw: execution },
];

const asked = () => (globalThis as { asked?: Map<string, Promise<Response>> }).asked;

afterEach(() => {
  asked()?.clear();
  vi.unstubAllGlobals();
});

test.each(CASES)("$at is asked for what it draws, and nothing twice", async ({ at, draw }) => {
  const sent: string[] = [];
  vi.stubGlobal("fetch", async (wish: string | Request) => {
    const path = typeof wish === "string" ? wish : wish.url.slice(location.origin.length);
    sent.push(path);
    return Response.json({});
  });
  history.replaceState(null, "", at);
  begin(
    PAGES.map((page) => ({ ...page, links: [] })),
    60_000,
  );
  expect(sent.length).toBeGreaterThan(0);
  // The application takes longer to come than any answer.
  await new Promise((resolve) => setTimeout(resolve));
  await draw(new QueryClient({ defaultOptions: { queries: { retry: false } } }));
  expect([...(asked()?.keys() ?? [])]).toEqual([]);
  expect(new Set(sent).size).toBe(sent.length);
});

test("every page that something is asked early for is among these", () => {
  const unknown = PAGES.filter(({ address }) => !CASES.some(({ at }) => new RegExp(address).test(at)));
  expect(unknown).toEqual([]);
});
