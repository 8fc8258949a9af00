import { useQuery } from "@tanstack/react-query";
import { activitiesQuery } from "@/api/activities";
import type { ExecutionDetail, Step } from "@/api/words";
import { remedyOf } from "@/core/catalogue/activity";
import { indexOf } from "@/core/document/scopes";
import { useDocument } from "./use-document";

/** What to do about a step's failure: by the platform's own word, or by that of the step's activity. */
export function useRemedy(
  execution: ExecutionDetail,
  step: Step | undefined,
  failure: ExecutionDetail["error"],
): string | undefined {
  const { document } = useDocument(execution);
  const { data } = useQuery(activitiesQuery());
  if (!failure || failure.remedy) return failure?.remedy ?? undefined;
  const type = step && document && indexOf(document).nodes.get(step.node)?.node.type;
  return remedyOf(
    data?.activities.find((one) => one.type === type),
    failure.code,
  );
}
