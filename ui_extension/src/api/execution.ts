import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { appendedQuery } from "./appended";
import { executionKeys } from "./executions";
import { body, bodyOrNull, http, shownBody } from "./http";
import { Problem } from "./problem";
import type { EventsBody } from "./schema.gen";
import type { HistoryEvent, LogLine, Timeline } from "./words";

const PAGE = 500;
const AT_ONCE = 4;
/** What is published never changes; a draft may. */
const SAME_MS = 60_000;

export type Decision = "retry" | "skip" | "continue" | "fail" | "compensate";
export type Resolution = { step: string; decision: Decision; comment?: string | null };
export type Cancelling = { reason?: string | null; compensate: boolean; force: boolean };
export type Restarting = { plan: "same" | "newest"; since?: string };

const path = (id: string) => ({ params: { path: { id } } });

export const timelineOf = (id: string) =>
  shownBody<Timeline>(http.GET("/api/v1/executions/{id}/timeline", { ...path(id), parseAs: "text" }));

/** Every step with what happened to it. */
export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: [...executionKeys.one(id), "timeline"],
    queryFn: () => timelineOf(id),
  });

/** What it was made from; of a try of a draft, the draft as it is now. Null when that is gone. */
export const sourceQuery = (id: string) =>
  queryOptions({
    // Beside the others, which are read again whenever something happens.
    queryKey: ["sources", id],
    staleTime: SAME_MS,
    queryFn: () => bodyOrNull(http.GET("/api/v1/executions/{id}/document", path(id))),
  });

/** The history, event by event. */
export const eventsQuery = (id: string) =>
  appendedQuery<HistoryEvent>([...executionKeys.one(id), "events"], (after) =>
    body(
      http.GET("/api/v1/executions/{id}/events", { params: { path: { id }, query: { after, limit: PAGE } } }),
    ),
  );

/** What one event says, to the last digit: read when somebody looks at it. What was recorded never changes. */
export const eventQuery = (id: string, seq: number) =>
  queryOptions({
    queryKey: ["events", id, seq],
    staleTime: Infinity,
    queryFn: async () => {
      const { items } = await shownBody<EventsBody>(
        http.GET("/api/v1/executions/{id}/events", {
          params: { path: { id }, query: { after: seq - 1, limit: 1 } },
          parseAs: "text",
        }),
      );
      return items[0]?.data ?? {};
    },
  });

/** What steps have logged; with `step`, that one alone. */
export const logsQuery = (id: string, step?: string) =>
  appendedQuery<LogLine>([...executionKeys.one(id), "logs", step ?? ""], (after) =>
    body(
      http.GET("/api/v1/executions/{id}/logs", {
        params: { path: { id }, query: { after, limit: PAGE, ...(step ? { step } : {}) } },
      }),
    ),
  );

/** Everything that is shown of one execution is read again after a change to it. */
function useChange<Asked, Answer>(id: string, send: (asked: Asked) => Promise<Answer>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () => cache.invalidateQueries({ queryKey: executionKeys.one(id) }),
  });
}

export const useCancel = (id: string) =>
  useChange(id, (asked: Cancelling) =>
    body(http.POST("/api/v1/executions/{id}/cancel", { ...path(id), body: asked as never })),
  );

/** End several; the answer counts those that were ended, and those that refused (most often, since they are over). */
export function useCancelAll() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async ({ ids, reason }: { ids: readonly string[]; reason: string | null }) => {
      const waiting = [...ids];
      let [ended, refused] = [0, 0];
      const some = async () => {
        for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
          const asked = { reason, compensate: true, force: false } as never;
          await body(http.POST("/api/v1/executions/{id}/cancel", { ...path(id), body: asked })).then(
            () => {
              ended += 1;
            },
            (error: unknown) => {
              if (!(error instanceof Problem)) throw error;
              refused += 1;
            },
          );
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, some));
      return { ended, refused };
    },
    onSettled: () => cache.invalidateQueries({ queryKey: executionKeys.all }),
  });
}

export const usePause = (id: string) =>
  useChange(id, (pause: boolean) =>
    pause
      ? body(http.POST("/api/v1/executions/{id}/pause", path(id)))
      : body(http.POST("/api/v1/executions/{id}/resume", path(id))),
  );

export const useRestart = (id: string) =>
  useChange(id, (asked: Restarting) =>
    body(http.POST("/api/v1/executions/{id}/restart", { ...path(id), body: asked as never })),
  );

export const useResolve = (id: string) =>
  useChange(id, ({ step, ...asked }: Resolution) =>
    body(
      http.POST("/api/v1/executions/{id}/steps/{step}/resolve", {
        params: { path: { id, step } },
        body: asked as never,
      }),
    ),
  );
