import { queryOptions } from "@tanstack/react-query";
import { body, http } from "./http";

/** What a node may be: the catalogue of activities, with forms, ports and icons. It changes with plugins only. */
export const activitiesQuery = () =>
  queryOptions({
    queryKey: ["activities"],
    staleTime: 5 * 60_000,
    queryFn: () => body(http.GET("/api/v1/activities")),
  });
