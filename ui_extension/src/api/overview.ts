import { queryOptions } from "@tanstack/react-query";
import { body, http } from "./http";

export const WINDOWS = ["1h", "24h", "7d", "30d"] as const;
export type Window = (typeof WINDOWS)[number];

export const overviewQuery = (window: Window) =>
  queryOptions({
    queryKey: ["overview", "numbers", window],
    queryFn: () => body(http.GET("/api/v1/overview", { params: { query: { window } } })),
    placeholderData: (before) => before,
  });

/** The last executions of these workflows, newest first within each. */
export const recentQuery = (workflows: readonly string[], each = 20) =>
  queryOptions({
    queryKey: ["overview", "recent", workflows, each],
    queryFn: () =>
      body(http.GET("/api/v1/overview/recent", { params: { query: { workflow: [...workflows], each } } })),
  });
