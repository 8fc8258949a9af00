/** Watch one execution: the page, loaded when it is first shown. */
import { lazyRouteComponent } from "@tanstack/react-router";
import { loadPage } from "./load-page";

export { type Part, partOf } from "./part";
export { prepare as prepareExecution } from "./prepare";

export const ExecutionPage = lazyRouteComponent(loadPage, "ExecutionPage");
