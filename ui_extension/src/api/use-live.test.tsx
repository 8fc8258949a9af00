// @vitest-environment jsdom
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { act, cleanup, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { executionKeys } from "./executions";
import { useLive } from "./use-live";

const heard = vi.hoisted(() => ({ onFrame: (_: object): void => undefined }));
vi.mock("./live", () => ({
  follow: (told: { onFrame: (frame: object) => void }) => {
    heard.onFrame = told.onFrame;
    return () => undefined;
  },
}));

const count = { asked: 0, givenUp: 0 };

function useListed(takesMs: number) {
  useLive(vi.fn(), vi.fn());
  return useQuery({
    queryKey: [...executionKeys.all, "list"],
    queryFn: ({ signal }) => {
      count.asked += 1;
      signal.addEventListener("abort", () => {
        count.givenUp += 1;
      });
      return new Promise<number>((done) => setTimeout(() => done(count.asked), takesMs));
    },
  }).data;
}

/** A list that takes so long to read, and has been read; gives what is shown of it. */
async function listed(takesMs: number) {
  const cache = new QueryClient();
  const within = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={cache}>{children}</QueryClientProvider>
  );
  const { result } = renderHook(() => useListed(takesMs), { wrapper: within });
  await act(() => vi.advanceTimersByTimeAsync(takesMs + 10));
  return () => result.current;
}

/** So many seconds in which something happens ten times a second. */
async function busy(seconds: number) {
  for (let tenth = 0; tenth < 10 * seconds; tenth += 1) {
    act(() => heard.onFrame({}));
    await act(() => vi.advanceTimersByTimeAsync(100));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(count, { asked: 0, givenUp: 0 });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test("however much happens, a list that takes long to read is read to its end, and a third of the time", async () => {
  const shown = await listed(3_000);
  expect(shown()).toBe(1);

  await busy(20);

  expect(count).toEqual({ asked: 3, givenUp: 0 });
  expect(shown()).toBe(3);
});

test("a list that is quickly read is read at once, and each second", async () => {
  await listed(10);

  await busy(5);

  expect(count).toEqual({ asked: 6, givenUp: 0 });
});
