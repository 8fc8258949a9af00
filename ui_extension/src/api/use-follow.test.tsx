// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { useFollow } from "./use-follow";

const cache = new QueryClient();
const within = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={cache}>{children}</QueryClientProvider>
);

/** From which event on it is followed; null when it is not. */
function followed(
  execution: { seq: number; status: string } | undefined,
  timeline: { seq: number } | undefined,
) {
  const asked = vi.fn((_: string) => new Promise<Response>(() => undefined));
  vi.stubGlobal("fetch", asked);
  renderHook(() => useFollow("7", execution, timeline), { wrapper: within });
  const address = asked.mock.calls[0]?.[0];
  return address === undefined ? null : new URL(address, "http://gateway").searchParams.get("after");
}

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test.each([
  ["its timeline", { seq: 9, status: "waiting" }, { seq: 4 }],
  ["its own record", { seq: 4, status: "running" }, { seq: 9 }],
])("what happened while it was read is told where %s is the older one", (_, execution, timeline) => {
  expect(followed(execution, timeline)).toBe("4");
});

test("one that is over is followed only as long as its timeline does not know it", () => {
  expect(followed({ seq: 9, status: "completed" }, { seq: 9 })).toBeNull();
  expect(followed({ seq: 9, status: "completed" }, { seq: 8 })).toBe("8");
});

test("nothing is followed before both are there", () => {
  expect(followed({ seq: 9, status: "running" }, undefined)).toBeNull();
});
