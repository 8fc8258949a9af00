/** How everything stands: throughput, outcomes, durations, and what needs somebody. */
import { lazy } from "react";

export const OverviewPage = lazy(async () => ({ default: (await import("./overview-page")).OverviewPage }));
