/** Executions: find them by status, workflow, time, search attribute or the text of an error; keep views. */
import { lazy } from "react";

export { type ExecutionSearch, filtersOf, searchOf } from "./search";
export const ExecutionsPage = lazy(async () => ({
  default: (await import("./executions-page")).ExecutionsPage,
}));
