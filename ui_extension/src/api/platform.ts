import { queryOptions } from "@tanstack/react-query";
import { body, http } from "./http";

/** What this installation offers; it stays as it is while its gateway runs. */
export const platformQuery = () =>
  queryOptions({
    queryKey: ["platform"],
    staleTime: Infinity,
    queryFn: () => body(http.GET("/api/v1/platform")),
  });
