/** Workflows: the list, and one workflow's life: versions, publishing, running, triggers. */
import { lazyRouteComponent } from "@tanstack/react-router";
import { lazy } from "react";

export { found, rowsOf } from "./rows";
export type { WorkflowTab } from "./tabs";
export { WORKFLOW_TABS } from "./tabs";
export const WorkflowsPage = lazyRouteComponent(() => import("./workflows-page"), "WorkflowsPage");
export const WorkflowPage = lazyRouteComponent(() => import("./workflow-page"), "WorkflowPage");

const run = () => import("./run-dialog");
const publish = () => import("./publish-dialog");
/** For whoever has a draft to try: the designer. */
export const RunDialog = lazy(async () => ({ default: (await run()).RunDialog }));
/** For whoever has a draft to publish: the designer, too. */
export const PublishDialog = lazy(async () => ({ default: (await publish()).PublishDialog }));
/** Before anybody opens them. */
export const loadDialogs = () => Promise.all([run(), publish()]);
