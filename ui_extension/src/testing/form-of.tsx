// For tests: a step's form of one schema, and the document that it writes.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render } from "@testing-library/react";
import i18next from "i18next";
import { useState } from "react";
import { initReactI18next } from "react-i18next";
import { vi } from "vitest";
import { Catalogue } from "@/core/catalogue/activity";
import { applyAll } from "@/core/document/apply";
import { nodeOf } from "@/core/document/commands/nodes";
import type { WorkflowDocument } from "@/core/document/schema.gen";
import type { JsonObject } from "@/core/json/json";
import { Inspector } from "@/features/inspector/inspector";
import inspector from "@/features/inspector/messages.en.json";
import ui from "@/ui/messages.en.json";
import { anActivity } from "./workflows";

const AROUND = { triggers: [{ type: "manual@1", config_schema: {} }], functions: [], connections: [] };

const activity = (config_schema: JsonObject) => anActivity("a.call@1", { title: "Call", config_schema });

interface Held {
  document: WorkflowDocument;
  replace: (document: WorkflowDocument) => void;
}

function Form({ held, catalogue, isOpen }: { held: Held; catalogue: Catalogue; isOpen: boolean }) {
  const [document, setDocument] = useState(held.document);
  held.document = document;
  held.replace = setDocument;
  const node = nodeOf(document, "one");
  return (
    <Inspector
      nodes={node === undefined || !isOpen ? [] : [node]}
      document={document}
      catalogue={catalogue}
      diagnostics={[]}
      isSaved
      edit={(_, patches) => setDocument((before) => applyAll(before, patches).document)}
      show={() => undefined}
    />
  );
}

type More = Partial<WorkflowDocument> & { isOpen?: boolean };

/** Draws it. `isOpen: false`: nothing is selected, and the workflow's own form is there. */
export async function formOf(
  properties: JsonObject,
  given: JsonObject = {},
  { isOpen = true, ...more }: More = {},
) {
  await i18next.use(initReactI18next).init({ lng: "en", resources: { en: { inspector, ui } } });
  vi.stubGlobal("fetch", async () => Response.json({ items: [], next: null }));
  const catalogue = new Catalogue([activity({ type: "object", properties })], AROUND);
  const first = {
    schema: "wfplatform/v1",
    name: "shop",
    nodes: [{ id: "one", type: "a.call@1", with: given }],
    edges: [],
    ...more,
  } as WorkflowDocument;
  const held: Held = { document: first, replace: () => undefined };
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Form held={held} catalogue={catalogue} isOpen={isOpen} />
    </QueryClientProvider>,
  );
  return {
    config: () => held.document.nodes?.[0]?.with,
    document: () => held.document,
    /** As whoever undoes. */
    reset: () => act(() => held.replace(first)),
  };
}
