import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { executionKeys } from "./executions";
import { body, http } from "./http";

/** The newest execution of a workflow, step by step; null when there was none. Tests count: their data is the freshest. */
export const lastTimelineQuery = (workflow: string) =>
  queryOptions({
    queryKey: [...executionKeys.all, "last", workflow],
    staleTime: 15_000,
    retry: false,
    queryFn: async () => {
      const page = await body(http.GET("/api/v1/executions", { params: { query: { workflow, limit: 1 } } }));
      const id = page.items[0]?.id;
      if (id === undefined) return null;
      return await body(http.GET("/api/v1/executions/{id}/timeline", { params: { path: { id } } }));
    },
  });

export type Testing = {
  input: unknown;
  /** The nodes that are run; all others are left out. */
  selection: readonly string[];
  pinned: Readonly<Record<string, { readonly port: string; readonly output: unknown }>>;
};

const WAIT_SECONDS = 20;

/** Runs some nodes of the saved draft, in mode test, and gives what happened so far. */
export function useTestRun(workflow: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (wish: Testing) => {
      const { id } = await body(
        http.POST("/api/v1/workflows/{name}/executions", {
          params: { path: { name: workflow }, query: { wait: WAIT_SECONDS } },
          body: { ...wish, mode: "test", version: "draft" } as never,
        }),
      );
      return await body(http.GET("/api/v1/executions/{id}/timeline", { params: { path: { id } } }));
    },
    onSuccess: () => cache.invalidateQueries({ queryKey: executionKeys.all }),
  });
}
