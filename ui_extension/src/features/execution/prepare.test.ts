// @vitest-environment jsdom
import { QueryClient } from "@tanstack/react-query";
import { afterEach, expect, test, vi } from "vitest";
import { sourceQuery } from "@/api/execution";
import { executionQuery } from "@/api/executions";
import { prepare } from "./prepare";

const ANSWERS: Record<string, object> = {
  "/api/v1/executions/7": { id: "7", workflow: "greet", version: "1.0.0" },
  "/api/v1/executions/7/timeline": { steps: [] },
  "/api/v1/activities": { activities: [] },
  "/api/v1/platform": { version: "0.1.0" },
  "/api/v1/executions/7/document": { version: "1.0.0", document: { name: "greet" } },
};

const cache = () => new QueryClient({ defaultOptions: { queries: { retry: false } } });
const gateway = (answer: (path: string) => Promise<Response>) =>
  vi.stubGlobal("fetch", (request: Request) => answer(new URL(request.url).pathname));

afterEach(() => vi.unstubAllGlobals());

test("all that the page shows is there when it is prepared, what was run among it", async () => {
  const asked: string[] = [];
  gateway(async (path) => {
    asked.push(path);
    return Response.json(ANSWERS[path] ?? {});
  });
  const known = cache();
  await prepare(known, "7");
  expect(asked.sort()).toEqual(Object.keys(ANSWERS).sort());
  expect(known.getQueryData(sourceQuery("7").queryKey)).toMatchObject({ document: { name: "greet" } });
});

test("what takes long is not waited for, and comes later", async () => {
  const held: (() => void)[] = [];
  gateway(async (path) => {
    await new Promise<void>((resolve) => held.push(resolve));
    return Response.json(ANSWERS[path] ?? {});
  });
  const known = cache();
  await prepare(known, "7");
  expect(known.getQueryData(executionQuery("7").queryKey)).toBeUndefined();
  for (const go of held) go();
  await vi.waitFor(() => expect(known.getQueryData(executionQuery("7").queryKey)).toBeDefined());
});

test("a refusal is for the page to tell of", async () => {
  gateway(async () => Response.json({ code: "WF-STO-001", title: "no such execution" }, { status: 404 }));
  await expect(prepare(cache(), "7")).resolves.toBeUndefined();
});
