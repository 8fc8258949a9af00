import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { Bump } from "../core/version";
import { allOf, body, bodyOrNull, http, shownBody } from "./http";
import type { VersionDiff } from "./words";

type Doc = Record<string, unknown>;

export const workflowKeys = {
  all: ["workflows"] as const,
  one: (name: string) => ["workflows", name] as const,
};

/** All that are published. */
export const workflowsQuery = () =>
  queryOptions({
    queryKey: [...workflowKeys.all, "list"],
    queryFn: () =>
      allOf((after) =>
        body(http.GET("/api/v1/workflows", { params: { query: { limit: 500, ...(after && { after }) } } })),
      ),
  });

/** The current version with its document, or null when none is published. */
export const workflowQuery = (name: string) =>
  queryOptions({
    queryKey: [...workflowKeys.one(name), "current"],
    queryFn: () => bodyOrNull(http.GET("/api/v1/workflows/{name}", { params: { path: { name } } })),
  });

/** All versions, highest first; none when nothing is published. */
export const versionsQuery = (name: string) =>
  queryOptions({
    queryKey: [...workflowKeys.one(name), "versions"],
    queryFn: async () =>
      (await bodyOrNull(http.GET("/api/v1/workflows/{name}/versions", { params: { path: { name } } }))) ?? [],
  });

/** One version with its document. What is published never changes. */
export const versionQuery = (name: string, version: string) =>
  queryOptions({
    queryKey: [...workflowKeys.one(name), "version", version],
    staleTime: Infinity,
    queryFn: () =>
      body(http.GET("/api/v1/workflows/{name}/versions/{version}", { params: { path: { name, version } } })),
  });

export const versionDiffQuery = (name: string, before: string, after = "draft") =>
  queryOptions({
    queryKey: [...workflowKeys.one(name), "diff", before, after],
    // A draft is saved without anybody here hearing of it.
    ...(after === "draft" && { staleTime: 0 }),
    queryFn: () =>
      shownBody<VersionDiff>(
        http.GET("/api/v1/workflows/{name}/diff", {
          params: { path: { name }, query: { before, after } },
          parseAs: "text",
        }),
      ),
  });

/** Each of these makes stale whatever is known about workflows. */
function useChange<T, R>(change: (given: T) => Promise<R>) {
  const cache = useQueryClient();
  const onSuccess = () =>
    Promise.all([
      cache.invalidateQueries({ queryKey: workflowKeys.all }),
      cache.invalidateQueries({ queryKey: ["drafts"] }),
    ]);
  return useMutation({ mutationFn: change, onSuccess });
}

export const usePublish = (name: string) =>
  useChange((wish: { note?: string; atLeast: Bump; document?: Doc }) =>
    body(
      http.POST("/api/v1/workflows/{name}/publish", {
        params: { path: { name } },
        body: {
          at_least: wish.atLeast,
          ...(wish.note && { note: wish.note }),
          ...(wish.document && { document: wish.document }),
        },
      }),
    ),
  );

export const useRollBack = (name: string) =>
  useChange((wish: { version: string; note?: string }) =>
    body(http.POST("/api/v1/workflows/{name}/rollback", { params: { path: { name } }, body: wish })),
  );

/** Publish a file's document, JSON or YAML, under the name that stands in it. */
export const useImport = () =>
  useChange((file: { text: string; format: "json" | "yaml" }) =>
    body(
      http.POST("/api/v1/workflows/import", {
        headers: { "Content-Type": `application/${file.format}` },
        body: file.text as never,
        bodySerializer: (text: unknown) => text as string,
      }),
    ),
  );

export const exportAddress = (name: string, format: "json" | "yaml", version?: string) =>
  `/api/v1/workflows/${name}/export?format=${format}${version ? `&version=${version}` : ""}`;
