// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import i18next from "i18next";
import { useState } from "react";
import { initReactI18next } from "react-i18next";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type Activity, Catalogue } from "@/core/catalogue/activity";
import type { Diagnostic } from "@/core/diagnostics/diagnostic";
import { applyAll } from "@/core/document/apply";
import { nodeOf } from "@/core/document/commands/nodes";
import type { WorkflowDocument } from "@/core/document/schema.gen";
import ui from "../../ui/messages.en.json";
import { Inspector } from "./inspector";
import inspector from "./messages.en.json";

const SCHEMA = {
  type: "object",
  required: ["url"],
  properties: {
    url: { type: "string", description: "Where to." },
    tries: { type: "integer", minimum: 1 },
    method: { enum: ["GET", "POST"], default: "GET" },
    headers: { type: "object", additionalProperties: { type: "string" } },
    cases: { type: "array", items: { type: "object", properties: { port: { type: "string" } } } },
    follow: { type: "boolean" },
  },
};
const AROUND = {
  triggers: [
    { type: "webhook@1", config_schema: { properties: { path: { type: "string" } } } },
    { type: "schedule@1", config_schema: { properties: { cron: { type: "string" } } } },
  ],
  functions: [],
  connections: [],
};
const CATALOGUE = new Catalogue(
  [
    {
      type: "a.call@1",
      name: "a.call",
      major: 1,
      title: "Call",
      config_schema: SCHEMA,
      ports: [],
      ports_from: [],
      connection: null,
      instruction: null,
    } as unknown as Activity,
  ],
  AROUND,
);
const LACKS: Diagnostic = {
  code: "WF-CMP-1",
  message: "node 'one' lacks 'url'.",
  hint: "Add 'url'.",
  missing: "url",
  pointer: "/nodes/0/with",
  node: "one",
  severity: "error",
};

beforeAll(async () => {
  await i18next.use(initReactI18next).init({ lng: "en", resources: { en: { inspector, ui } } });
});
beforeEach(() => {
  vi.stubGlobal("fetch", async () => Response.json({ items: [], next: null }));
});

let present: WorkflowDocument;

function Shown({
  diagnostics = [],
  isOpen = true,
}: {
  diagnostics?: readonly Diagnostic[];
  isOpen?: boolean;
}) {
  const [document, setDocument] = useState({
    schema: "wfplatform/v1",
    name: "shop",
    nodes: [{ id: "one", type: "a.call@1" }],
    edges: [],
    triggers: [
      { id: "web", type: "webhook@1", with: { path: "orders" } },
      { id: "nightly", type: "schedule@1" },
    ],
  } as WorkflowDocument);
  present = document;
  const node = nodeOf(document, "one");
  return (
    <QueryClientProvider client={new QueryClient()}>
      <Inspector
        nodes={node === undefined || !isOpen ? [] : [node]}
        document={document}
        catalogue={CATALOGUE}
        diagnostics={diagnostics}
        isSaved
        edit={(_, patches) => setDocument((before) => applyAll(before, patches).document)}
        show={() => undefined}
      />
    </QueryClientProvider>
  );
}
const config = () => present.nodes?.[0]?.with;

test("each control writes its own kind of value", async () => {
  const user = userEvent.setup();
  render(<Shown />);

  await user.type(screen.getByLabelText(/^URL/), "http://shop");
  await user.type(screen.getByLabelText("Tries"), "3");
  await user.selectOptions(screen.getByLabelText("Method"), "POST");
  await user.click(screen.getByLabelText("No"));

  expect(config()).toEqual({ url: "http://shop", tries: 3, method: "POST", follow: true });
});

test("rows of a map and of a list are added, named and taken away", async () => {
  const user = userEvent.setup();
  render(<Shown />);

  await user.click(screen.getByRole("button", { name: "Add a field" }));
  await user.type(screen.getByLabelText("Name 1 of Headers"), "Accept");
  await user.type(screen.getByLabelText("Accept"), "text/plain");
  await user.click(screen.getByRole("button", { name: "Add an item" }));
  await user.type(screen.getByLabelText("Port"), "yes");

  expect(config()).toEqual({ headers: { Accept: "text/plain" }, cases: [{ port: "yes" }] });

  await user.click(screen.getByRole("button", { name: "Remove item 1" }));

  expect(config()).toEqual({ headers: { Accept: "text/plain" } });
});

test("what is missing is said at the field that is empty, and a bad value at once", async () => {
  const user = userEvent.setup();
  render(<Shown diagnostics={[LACKS]} />);

  expect(screen.getByLabelText(/^URL/).getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByLabelText(/^URL/)).toHaveAccessibleDescription(/lacks 'url'/);

  await user.type(screen.getByLabelText("Tries"), "0");

  expect(screen.getByLabelText("Tries")).toHaveAccessibleDescription("At least 1.");
});

test("an emptied field goes from the document, and what held it too", async () => {
  const user = userEvent.setup();
  render(<Shown />);

  await user.type(screen.getByLabelText("Tries"), "3");
  await user.clear(screen.getByLabelText("Tries"));

  expect(config()).toBeUndefined();
});

test("with nothing selected the workflow is shown: its triggers are changed, and what does not fire yet says so", async () => {
  const user = userEvent.setup();
  render(<Shown isOpen={false} />);

  await user.click(screen.getByRole("tab", { name: "Triggers" }));
  await user.type(screen.getByLabelText("Path"), "/{{id}");
  await user.type(screen.getByLabelText("Cron"), "0 9 * * *");

  expect(present.triggers?.map((trigger) => trigger.with)).toEqual([
    { path: "orders/{id}" },
    { cron: "0 9 * * *" },
  ]);
  expect(screen.getAllByText(/nothing fires/)).toHaveLength(1);

  await user.click(screen.getByRole("button", { name: "Remove web" }));

  expect(present.triggers?.map((trigger) => trigger.id)).toEqual(["nightly"]);
});
