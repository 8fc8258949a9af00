import { QueryClient } from "@tanstack/react-query";

/** The cache of what the gateway said. The live stream says what is stale, so that nothing polls by habit. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 10_000, retry: 1, refetchOnWindowFocus: true },
    // Sent when it is asked for, or never: kept for a connection, it would happen to somebody who has left it since.
    mutations: { networkMode: "always" },
  },
});
