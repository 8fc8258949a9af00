/** How everything stands: throughput, outcomes, durations, and what needs somebody. */
import { lazyRouteComponent } from "@tanstack/react-router";

export const OverviewPage = lazyRouteComponent(() => import("./overview-page"), "OverviewPage");
