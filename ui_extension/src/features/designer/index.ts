/** Edit a workflow on the canvas: the page, loaded when it is first shown. */
import { lazy } from "react";

export const DesignerPage = lazy(async () => ({ default: (await import("./designer-page")).DesignerPage }));
