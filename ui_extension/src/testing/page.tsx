import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterContextProvider,
} from "@tanstack/react-router";
import { render } from "@testing-library/react";
import i18next from "i18next";
import type { ReactElement } from "react";
import { initReactI18next } from "react-i18next";
import { vi } from "vitest";

export const inEnglish = (words: Record<string, object>) =>
  i18next.use(initReactI18next).init({ lng: "en", defaultNS: "app", resources: { en: words } } as never);

/** A page with a router and a cache of its own. `at` tells where it led. */
export function showPage(page: ReactElement) {
  const router = createRouter({ routeTree: createRootRoute(), history: createMemoryHistory() });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const around = (shown: ReactElement) => (
    <QueryClientProvider client={client}>
      <RouterContextProvider router={router as never}>{shown}</RouterContextProvider>
    </QueryClientProvider>
  );
  const { rerender, unmount } = render(around(page));
  return {
    at: () => router.history.location.pathname,
    again: (next: ReactElement) => rerender(around(next)),
    unmount,
  };
}

type Answer = object | number | ((request: Request) => unknown);

/**
 * A gateway that answers these paths, written `GET /workflows`: a body, or a status without one; what it says word
 * by word; an error, when it cannot be reached. All else is not there. What was asked is told as it is written here.
 */
export function answering(answers: Record<string, Answer>): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname, search } = new URL(request.url);
    const path = `${request.method} ${pathname.replace("/api/v1", "")}`;
    asked.push(path + search);
    const known = answers[path + search] ?? answers[path] ?? 404;
    const answer = typeof known === "function" ? await known(request) : known;
    if (answer instanceof Error) throw answer;
    if (answer instanceof Response) return answer;
    if (typeof answer !== "number") return Response.json(answer);
    return answer < 300 ? new Response(null, { status: answer }) : refusal(answer);
  });
  return asked;
}

const refusal = (status: number) =>
  Response.json(
    { status, code: `WF-${status}`, title: "no", detail: `refused: ${status}`, remedy: "" },
    { status },
  );

/** Of a request that nobody answers. */
export const NEVER = () => new Promise(() => undefined);
