import { useMemo } from "react";
import type { ExecutionDetail } from "@/api/words";
import type { Names } from "./rows";
import { useIterationName } from "./use-iteration-name";
import { useTitles } from "./use-titles";

/** Nodes by their titles, as the drawing has them. */
export function useNames(execution: ExecutionDetail): Names {
  const titleOf = useTitles(execution);
  const iteration = useIterationName();
  return useMemo(() => ({ node: (id) => titleOf(id) ?? id, iteration }), [titleOf, iteration]);
}
