/** Configure what is selected in the designer: a node, several, or the workflow itself. */
import { lazy } from "react";

export const Inspector = lazy(async () => ({ default: (await import("./inspector")).Inspector }));
