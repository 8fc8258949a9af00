import { useMemo } from "react";
import type { Appended } from "@/api/appended";

type Query = {
  data: Appended<unknown> | undefined;
  isFetching: boolean;
  isError: boolean;
  refetch: (options: { cancelRefetch: boolean }) => unknown;
};

/** How to read on; absent while there is nothing more, or it is being read, or could not be. */
export function useReadOn({ data, isFetching, isError, refetch }: Query): (() => unknown) | undefined {
  const can = data?.more === true && !isFetching && !isError;
  return useMemo(() => (can ? () => refetch({ cancelRefetch: false }) : undefined), [can, refetch]);
}
