/** Edit a workflow on the canvas: the page, loaded when it is first shown, and what an inspector is given. */
import { lazyRouteComponent } from "@tanstack/react-router";

export type { InspectorProps } from "./inspector-slot";

export const DesignerPage = lazyRouteComponent(() => import("./designer-page"), "DesignerPage");
