import { useInfiniteQuery } from "@tanstack/react-query";
import { executionsQuery } from "@/api/executions";
import { type ExecutionSearch, filtersOf } from "./search";

const NOTHING = { items: [], error: null, hasNextPage: false, isOld: false };

/** What the filters find. Filters that cannot be read ask for nothing, and find nothing. */
export function useFound(search: ExecutionSearch) {
  const filters = filtersOf(search);
  const found = useInfiniteQuery({ ...executionsQuery(filters ?? {}), enabled: filters !== null });
  return {
    ...found,
    items: found.data?.pages.flatMap((page) => page.items),
    /** Found by the filters before, and shown until these have found something. */
    isOld: found.isPlaceholderData,
    ...(filters === null && NOTHING),
  };
}
