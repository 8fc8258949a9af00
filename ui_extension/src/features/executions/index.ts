/** Executions: find them by status, workflow, time, search attribute or the text of an error; keep views. */
import { lazyRouteComponent } from "@tanstack/react-router";

export { type ExecutionSearch, filtersOf, searchOf } from "./search";
export const ExecutionsPage = lazyRouteComponent(() => import("./executions-page"), "ExecutionsPage");
