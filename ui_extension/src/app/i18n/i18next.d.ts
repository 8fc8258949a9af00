import "i18next";
import type designer from "@/features/designer/messages.en.json";
import type execution from "@/features/execution/messages.en.json";
import type inspector from "@/features/inspector/messages.en.json";
import type app from "../messages.en.json";

// English is the measure: a key that it does not have does not compile.
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "app";
    resources: {
      app: typeof app;
      designer: typeof designer;
      execution: typeof execution;
      inspector: typeof inspector;
    };
  }
}
