// A page in jsdom as a person has it: with its words, addresses, and a gateway that answers what the test says.
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render } from "@testing-library/react";
import i18next from "i18next";
import type { ReactNode } from "react";
import { vi } from "vitest";
import { startI18n } from "@/app/i18n/start";

/**
 * By path; a function is given the whole address. An `Error` is a gateway that cannot be reached, a `Response` is what it
 * says word by word.
 */
export type Answers = Record<string, unknown>;

/** Answers, or waits for ever where the test says nothing. What was asked is told as `GET /api/v1/…`. */
export function gateway(answers: Answers): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (request: Request | string) => {
    const { method, url } = typeof request === "string" ? { method: "GET", url: request } : request;
    const address = new URL(url, "http://gateway");
    asked.push(`${method} ${address.pathname}${address.search}`);
    const found = answers[address.pathname];
    const answer: unknown = typeof found === "function" ? found(address) : found;
    if (answer instanceof Error) throw answer;
    if (answer === undefined) return new Promise<Response>(() => undefined);
    return answer instanceof Response ? answer : Response.json(answer);
  });
  return asked;
}

export async function shown(content: ReactNode, cache: QueryClient) {
  if (!i18next.isInitialized) await startI18n("en");
  const shell = createRootRoute();
  const anywhere = createRoute({
    getParentRoute: () => shell,
    path: "$",
    component: () => <QueryClientProvider client={cache}>{content}</QueryClientProvider>,
  });
  const router = createRouter({
    routeTree: shell.addChildren([anywhere]),
    history: createMemoryHistory({ initialEntries: ["/here"] }),
  });
  await router.load();
  // biome-ignore lint/suspicious/noExplicitAny: it has other addresses than the application's router
  return { router, ...render(<RouterProvider router={router as any} />) };
}
