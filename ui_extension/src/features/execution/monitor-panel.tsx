import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { activitiesQuery } from "@/api/activities";
import { sourceQuery } from "@/api/execution";
import { told } from "@/api/problem";
import type { ExecutionDetail, Timeline } from "@/api/words";
import type { Activity } from "@/core/catalogue/activity";
import { ProblemNotice } from "@/ui/problem-notice";
import { DrawingFrame, usualRoom } from "./drawing-frame";
import { loadedMonitor, loadMonitor } from "./load-monitor";
import { useDocument } from "./use-document";

/** Not by Suspense, which holds back for a while what it reveals next. */
function useMonitor() {
  const [, again] = useState(false);
  useEffect(() => {
    if (loadedMonitor() === undefined) void loadMonitor().then(() => again(true));
  }, []);
  return loadedMonitor();
}

type Props = {
  execution: ExecutionDetail;
  timeline: Timeline;
  step: string | undefined;
  node: string | undefined;
  onStep: (step: string | undefined) => void;
};

/** The canvas of an execution. Of a try of a draft, what is drawn is the draft as it is now. */
export function MonitorPanel({ execution, ...shown }: Props) {
  const cache = useQueryClient();
  const { document, isDraft, isMissing, error } = useDocument(execution);
  const Drawing = useMonitor();
  const [room] = useState(usualRoom);
  const activities = useQuery(activitiesQuery());
  const failed = (document ? null : error) ?? (activities.data ? null : activities.error);
  const again = () =>
    Promise.all([
      cache.refetchQueries({ queryKey: sourceQuery(execution.id).queryKey }),
      activities.refetch(),
    ]);
  return (
    <DrawingFrame isDraft={isDraft && document !== undefined} isMissing={isMissing}>
      {failed && (
        <div className="p-4">
          <ProblemNotice {...told(failed)} onAgain={again} />
        </div>
      )}
      {Drawing && document && activities.data && (
        <Drawing
          {...shown}
          document={document}
          activities={activities.data.activities as unknown as Activity[]}
          room={room}
        />
      )}
    </DrawingFrame>
  );
}
