import { queryOptions } from "@tanstack/react-query";
import { body, http } from "./http";
import { workflowKeys } from "./workflows";

/** Where the workflow's published webhooks are called. */
export const hooksQuery = (workflow: string) =>
  queryOptions({
    queryKey: [...workflowKeys.one(workflow), "hooks"],
    queryFn: async () =>
      (await body(http.GET("/api/v1/hooks"))).items.filter((one) => one.workflow === workflow),
  });
