import "i18next";
import type api from "@/api/messages.en.json";
import type canvas from "@/canvas/messages.en.json";
import type designer from "@/features/designer/messages.en.json";
import type execution from "@/features/execution/messages.en.json";
import type executions from "@/features/executions/messages.en.json";
import type inspector from "@/features/inspector/messages.en.json";
import type overview from "@/features/overview/messages.en.json";
import type welcome from "@/features/welcome/messages.en.json";
import type workflows from "@/features/workflows/messages.en.json";
import type ui from "@/ui/messages.en.json";
import type app from "../messages.en.json";

// English is the measure: a key that it does not have does not compile.
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "app";
    resources: {
      app: typeof app;
      api: typeof api;
      canvas: typeof canvas;
      designer: typeof designer;
      execution: typeof execution;
      executions: typeof executions;
      inspector: typeof inspector;
      overview: typeof overview;
      welcome: typeof welcome;
      workflows: typeof workflows;
      ui: typeof ui;
    };
  }
}
