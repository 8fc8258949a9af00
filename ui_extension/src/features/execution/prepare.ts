import type { QueryClient } from "@tanstack/react-query";
import { activitiesQuery } from "@/api/activities";
import { draftQuery } from "@/api/drafts";
import { timelineQuery } from "@/api/execution";
import { executionQuery } from "@/api/executions";
import { platformQuery } from "@/api/platform";
import { versionQuery } from "@/api/workflows";

const MOMENT_MS = 150;

/** Ask at once for all that the page shows. Waits a moment for it, so that the page is drawn once and not bit by bit. */
export async function prepare(cache: QueryClient, id: string): Promise<void> {
  const drawing = async () => {
    await cache.prefetchQuery(executionQuery(id));
    const execution = cache.getQueryData(executionQuery(id).queryKey);
    if (execution?.version) await cache.prefetchQuery(versionQuery(execution.workflow, execution.version));
    else if (execution) await cache.prefetchQuery(draftQuery(execution.workflow));
  };
  const all = [
    drawing(),
    cache.prefetchQuery(timelineQuery(id)),
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
