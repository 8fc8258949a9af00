/** Watch one execution: the page, loaded when it is first shown. */
import { lazy } from "react";

export const ExecutionPage = lazy(async () => ({
  default: (await import("./execution-page")).ExecutionPage,
}));
