/** Watch one execution: the page, loaded when it is first shown, and its drawing with it: one picture, drawn once. */
import { lazyRouteComponent } from "@tanstack/react-router";
import { loadMonitor } from "./load-monitor";

export { prepare as prepareExecution } from "./prepare";

const load = async () => {
  const [page] = await Promise.all([import("./execution-page"), loadMonitor()]);
  return page;
};

export const ExecutionPage = lazyRouteComponent(load, "ExecutionPage");
