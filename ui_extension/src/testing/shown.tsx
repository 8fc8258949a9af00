// A page in jsdom as a person has it: with its words, addresses, and a gateway that answers what the test says.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterContextProvider,
} from "@tanstack/react-router";
import { render } from "@testing-library/react";
import i18next from "i18next";
import type { ReactNode } from "react";
import { initReactI18next } from "react-i18next";
import { vi } from "vitest";
import { startI18n } from "@/app/i18n/start";

/** For a page whose words are known; a name per catalogue. */
export const inEnglish = (words: Record<string, object>) =>
  i18next.use(initReactI18next).init({ lng: "en", defaultNS: "app", resources: { en: words } } as never);

const freshCache = () => new QueryClient({ defaultOptions: { queries: { retry: false } } });

/** A page with a router and a cache of its own. `at` tells where it led. */
export function showPage(page: ReactNode, cache = freshCache()) {
  const router = createRouter({
    routeTree: createRootRoute(),
    history: createMemoryHistory({ initialEntries: ["/here"] }),
  });
  const around = (shown: ReactNode) => (
    <QueryClientProvider client={cache}>
      <RouterContextProvider router={router as never}>{shown}</RouterContextProvider>
    </QueryClientProvider>
  );
  const { rerender, unmount } = render(around(page));
  return {
    at: () => router.history.location.pathname,
    again: (next: ReactNode) => rerender(around(next)),
    unmount,
  };
}

/** The same, in all the words that there are. */
export async function shown(page: ReactNode, cache?: QueryClient) {
  if (!i18next.isInitialized) await startI18n("en");
  return showPage(page, cache);
}

/**
 * What is answered, by path (`/api/v1/workflows`) or as it is asked (`GET /workflows`), with or without what stands after
 * the path. A number is a status without a body, an `Error` a gateway that cannot be reached, a `Response` what it says
 * word by word; a function is given the whole address and the request, and may answer nothing.
 */
export type Answers = Record<string, unknown>;

const BASE = "/api/v1";

/** Answers, or waits for ever where the test says nothing. What was asked is told as `GET /api/v1/…`. */
export function gateway(answers: Answers): string[] {
  return stub(answers, NEVER, "");
}

/** The same, where all that the test does not name is not there. What was asked is told as `GET /…`. */
export function answering(answers: Answers): string[] {
  return stub(answers, () => 404, BASE);
}

/** Of a request that nobody answers. */
export const NEVER = () => new Promise(() => undefined);

function stub(answers: Answers, otherwise: () => unknown, untold: string): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (given: Request | string, more?: RequestInit) => {
    const request = typeof given === "string" ? new Request(new URL(given, "http://gateway"), more) : given;
    const address = new URL(request.url);
    const { pathname, search } = address;
    asked.push(`${request.method} ${pathname.replace(untold, "")}${search}`);
    const path = `${request.method} ${pathname.replace(BASE, "")}`;
    const known = answers[path + search] ?? answers[path] ?? answers[pathname] ?? otherwise;
    const answer: unknown = typeof known === "function" ? await known(address, request) : known;
    if (answer === undefined) return NEVER();
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
