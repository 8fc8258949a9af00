import { useQuery } from "@tanstack/react-query";
import { activitiesQuery } from "@/api/activities";
import { remedyOfCode } from "@/api/codes";
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
  if (!failure) return undefined;
  const type = step && document && indexOf(document).nodes.get(step.node)?.node.type;
  const activity = data?.activities.find((one) => one.type === type);
  return remedyOfCode(failure.code, failure.remedy) ?? remedyOf(activity, failure.code);
}
