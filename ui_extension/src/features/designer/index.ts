/** Edit a workflow on the canvas: the page, loaded when it is first shown, and what an inspector is given. */
import { lazy } from "react";

export type { InspectorProps } from "./inspector-slot";

export const DesignerPage = lazy(async () => ({ default: (await import("./designer-page")).DesignerPage }));
