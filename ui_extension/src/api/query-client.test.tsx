// @vitest-environment jsdom
import { onlineManager, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { useCancel } from "./execution";
import { Unreachable } from "./problem";
import { queryClient } from "./query-client";

const within = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
);

afterEach(() => {
  onlineManager.setOnline(true);
  vi.unstubAllGlobals();
});

test("what is asked for without a connection fails at once, and is not sent when the connection is back", async () => {
  const sent = vi.fn(() => Promise.reject(new TypeError("Failed to fetch")));
  vi.stubGlobal("fetch", sent);
  onlineManager.setOnline(false);
  const { result } = renderHook(() => useCancel("7"), { wrapper: within });

  act(() => result.current.mutate({ compensate: true, force: false }));
  await waitFor(() => expect(result.current.error).toBeInstanceOf(Unreachable));
  onlineManager.setOnline(true);
  await queryClient.resumePausedMutations();

  expect(sent).toHaveBeenCalledTimes(1);
});
