import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { timelineOf } from "./execution";
import { executionKeys, start } from "./executions";
import { body, http } from "./http";
import { everyStep } from "./steps";

/**
 * The newest execution of a workflow, with all of its steps in one list; null when there was none. Tests count: their
 * data is the freshest.
 */
export const lastTimelineQuery = (workflow: string) =>
  queryOptions({
    queryKey: [...executionKeys.all, "last", workflow],
    staleTime: 15_000,
    retry: false,
    queryFn: async () => {
      const page = await body(http.GET("/api/v1/executions", { params: { query: { workflow, limit: 1 } } }));
      const id = page.items[0]?.id;
      if (id === undefined) return null;
      const timeline = await timelineOf(id);
      return { ...timeline, steps: everyStep(timeline.steps) };
    },
  });

export type Testing = {
  input: unknown;
  /** The nodes that are run; all others are left out. */
  selection: readonly string[];
  pinned: Readonly<Record<string, { readonly port: string; readonly output: unknown }>>;
};

/** Begins to run some nodes of the saved draft, in mode test. */
export function useTestRun(workflow: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (wish: Testing) => start(workflow, { ...wish, mode: "test", version: "draft" }),
    onSuccess: () => cache.invalidateQueries({ queryKey: executionKeys.all }),
  });
}
