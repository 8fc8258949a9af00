import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { body, http, shownBody } from "./http";
import { Problem } from "./problem";
import type { ExecutionDetail, ExecutionStatus } from "./words";

/** What a list of executions is narrowed to; also how a saved view is kept. */
export type ExecutionFilters = {
  workflow?: string | undefined;
  status?: ExecutionStatus[] | undefined;
  mode?: string | undefined;
  from?: string | undefined;
  until?: string | undefined;
  /** Over, and since then. */
  endedFrom?: string | undefined;
  text?: string | undefined;
  /** Search attributes by name. */
  search?: Record<string, string> | undefined;
};

export const executionKeys = {
  all: ["executions"] as const,
  one: (id: string) => ["executions", id] as const,
};

export const executionsQuery = (filters: ExecutionFilters, limit = 50) =>
  infiniteQueryOptions({
    queryKey: [...executionKeys.all, "list", filters, limit],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      body(http.GET("/api/v1/executions", { params: { query: asked(filters, limit, pageParam) } })),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  });

export const executionQuery = (id: string) =>
  queryOptions({
    queryKey: [...executionKeys.one(id), "detail"],
    queryFn: () =>
      shownBody<ExecutionDetail>(
        http.GET("/api/v1/executions/{id}", { params: { path: { id } }, parseAs: "text" }),
      ),
  });

type Wish = { input: unknown; mode?: "live" | "test" | "dry_run"; version?: string };

/** Nobody keeps a draft before its first change: until then a test of it is one of what is published. */
export async function start(workflow: string, { version, ...wish }: Wish) {
  const begin = (asked: object) =>
    body(
      http.POST("/api/v1/workflows/{name}/executions", {
        params: { path: { name: workflow } },
        body: asked as never,
      }),
    );
  try {
    return await begin(version === undefined ? wish : { ...wish, version });
  } catch (error) {
    if (version === "draft" && error instanceof Problem && error.status === 404) return await begin(wish);
    throw error;
  }
}

export function useStart(workflow: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (wish: Wish) => start(workflow, wish),
    onSuccess: () => cache.invalidateQueries({ queryKey: executionKeys.all }),
  });
}

function asked(filters: ExecutionFilters, limit: number, after: string | undefined) {
  const attributes = Object.entries(filters.search ?? {}).map(([name, value]) => [`search.${name}`, value]);
  const plain = {
    workflow: filters.workflow,
    status: filters.status?.length ? filters.status : undefined,
    mode: filters.mode,
    created_from: filters.from,
    created_until: filters.until,
    finished_from: filters.endedFrom,
    text: filters.text,
    after,
  };
  const given = Object.entries(plain).filter(([, value]) => value !== undefined && value !== "");
  return { limit, ...Object.fromEntries(given), ...Object.fromEntries(attributes) };
}
