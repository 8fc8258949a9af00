import type { QueryClient } from "@tanstack/react-query";
import { activitiesQuery } from "@/api/activities";
import { sourceQuery, timelineQuery } from "@/api/execution";
import { executionQuery } from "@/api/executions";
import { platformQuery } from "@/api/platform";

const MOMENT_MS = 150;

/** Ask at once for all that the page shows. Waits a moment for it, so that the page is drawn once and not bit by bit. */
export async function prepare(cache: QueryClient, id: string): Promise<void> {
  const all = [
    cache.prefetchQuery(executionQuery(id)),
    cache.prefetchQuery(timelineQuery(id)),
    cache.prefetchQuery(sourceQuery(id)),
    cache.prefetchQuery(activitiesQuery()),
    cache.prefetchQuery(platformQuery()),
  ];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const moment = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, MOMENT_MS);
  });
  await Promise.race([Promise.all(all), moment]);
  clearTimeout(timer);
}
