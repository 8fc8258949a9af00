// For tests: a step's form of one schema, and the document that it writes.
import { vi } from "vitest";
import { Catalogue } from "@/core/catalogue/activity";
import { setField } from "@/core/document/commands/nodes";
import type { WorkflowDocument } from "@/core/document/schema.gen";
import type { JsonObject } from "@/core/json/json";
import { inspecting } from "./inspecting";
import { anActivity } from "./workflows";

const AROUND = { triggers: [{ type: "manual@1", config_schema: {} }], functions: [], connections: [] };

const activity = (config_schema: JsonObject) => anActivity("a.call@1", { title: "Call", config_schema });

type More = Partial<WorkflowDocument> & { isOpen?: boolean };

/** Draws it. `isOpen: false`: nothing is selected, and the workflow's own form is there. */
export async function formOf(
  properties: JsonObject,
  given: JsonObject = {},
  { isOpen = true, ...more }: More = {},
) {
  vi.stubGlobal("fetch", async () => Response.json({ items: [], next: null }));
  const catalogue = new Catalogue([activity({ type: "object", properties })], AROUND);
  const first = {
    schema: "wfplatform/v1",
    name: "shop",
    nodes: [{ id: "one", type: "a.call@1", with: given }],
    edges: [],
    ...more,
  } as WorkflowDocument;
  const form = await inspecting(first, { catalogue, ...(isOpen && { selected: "one" }) });
  return {
    config: () => form.document().nodes?.[0]?.with,
    document: form.document,
    select: form.select,
    /** As whoever changes it elsewhere. */
    reset: () => form.edit(setField("one", ["with"], given)),
  };
}
