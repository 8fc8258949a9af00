/** Watch one execution: the page, loaded when it is first shown. */
import { lazyRouteComponent } from "@tanstack/react-router";

export const ExecutionPage = lazyRouteComponent(() => import("./execution-page"), "ExecutionPage");
