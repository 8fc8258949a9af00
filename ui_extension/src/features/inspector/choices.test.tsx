// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { Catalogue } from "@/core/catalogue/activity";
import { inspecting } from "../../testing/inspecting.tsx";
import { aNode, anActivity, aWorkflow } from "../../testing/workflows.ts";

const VALIDATE = anActivity("data.validate@1", {
  title: "Validate",
  summary: "Checks a value.",
  help: 'Against a `schema`.\n\n```json\n{"a": 1}\n```\n\n- **Strict** always.',
  config_schema: {
    required: ["schema"],
    properties: { schema: { type: "object", format: "json-schema" } },
  },
});
const CATALOGUE = new Catalogue([VALIDATE, anActivity("data.set@1", { title: "Set" })]);

beforeEach(() => {
  vi.stubGlobal("fetch", async () => Response.json({ items: [], next: null }));
});

test("a schema that is not there is not shown as one, and any kind can be chosen and taken back", async () => {
  const user = userEvent.setup();
  const workflow = aWorkflow([aNode("check", { type: "data.validate@1" })]);
  const { document } = await inspecting(workflow, { selected: "check", catalogue: CATALOGUE });
  const schema = () => document().nodes?.[0]?.with?.["schema"];
  const kind = () => screen.getByLabelText("Kind of Schema");

  expect(kind()).toHaveDisplayValue("Choose…");

  await user.selectOptions(kind(), "Text");
  await user.selectOptions(kind(), "Fields");
  expect(schema()).toEqual({ type: "object" });
  expect(kind()).toHaveDisplayValue("Fields");

  await user.selectOptions(kind(), "Choose…");
  expect(schema()).toBeUndefined();
});

test("what undoes a step is shown though it is not installed, and says so", async () => {
  const undo = { compensate: { type: "gone.undo@2", with: {} } };
  await inspecting(aWorkflow([aNode("one", undo)]), { selected: "one", catalogue: CATALOGUE });
  await userEvent.click(screen.getByRole("tab", { name: "Behaviour" }));

  const by = screen.getByLabelText("Undone by");

  expect(by).toHaveDisplayValue("gone.undo@2");
  expect(by).toHaveAccessibleDescription(/Nothing installed here provides gone.undo@2/);
});

test("what a step does is explained with code, lists and bold words in place of their signs", async () => {
  const workflow = aWorkflow([aNode("check", { type: "data.validate@1" })]);
  await inspecting(workflow, { selected: "check", catalogue: CATALOGUE });
  await userEvent.click(screen.getByLabelText("What this step does"));

  expect(screen.getByText("schema", { selector: "p code" })).toBeVisible();
  expect(screen.getByText('{"a": 1}', { selector: "pre code" })).toBeVisible();
  const item = screen.getByText("Strict", { selector: "li strong" }).closest("ul") as HTMLElement;
  expect(within(item).getAllByRole("listitem")).toHaveLength(1);
  expect(screen.queryByText(/```|\*\*/)).toBeNull();
});

test("what is found where no field is drawn is told above the form, and in the trigger that it is about", async () => {
  const user = userEvent.setup();
  const decide = anActivity("flow.decision@1", {
    config_schema: {
      properties: {
        cases: {
          type: "array",
          items: { type: "object", properties: { port: { type: "string" }, when: { type: "string" } } },
        },
      },
    },
  });
  const around = {
    triggers: [{ type: "schedule@1", config_schema: { properties: { cron: { type: "string" } } } }],
    functions: [],
    connections: [],
  };
  const workflow = aWorkflow(
    [aNode("choose", { type: "flow.decision@1", with: { cases: [{ port: "a", wehn: "x" }] }, retry: {} })],
    [],
    { triggers: [{ id: "nightly", type: "schedule@1", with: { zone: "UTC" } }] },
  );
  const found = (message: string, pointer: string, node: string | null) => ({
    ...{ code: "X", severity: "error", message, pointer, node },
  });
  const { select } = await inspecting(workflow, {
    selected: "choose",
    catalogue: new Catalogue([decide], around),
    diagnostics: [
      found("no key wehn", "/nodes/0/with/cases/0/wehn", "choose"),
      found("not a port", "/nodes/0/with/cases/0/port", "choose"),
      found("no key backof", "/nodes/0/retry/backof", "choose"),
      found("no key zone", "/triggers/0/with/zone", null),
      found("no input", "/input/type", null),
    ],
  });

  expect(screen.getByText("no key wehn").closest("ul")).not.toHaveTextContent("not a port");
  expect(screen.getByLabelText(/^Port/)).toHaveAccessibleDescription("not a port");
  await user.click(screen.getByRole("tab", { name: "Behaviour" }));
  expect(screen.getByText("no key backof")).toBeVisible();

  select(undefined);
  expect(screen.getByText("no input")).toBeVisible();
  await user.click(screen.getByRole("tab", { name: "Triggers" }));
  expect(screen.getByText("no key zone")).toBeVisible();
});
