// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { Catalogue } from "@/core/catalogue/activity";
import { inspecting } from "../../testing/inspecting.tsx";
import { aNode, aWorkflow, CATALOGUE } from "../../testing/workflows.ts";

const AROUND = { triggers: [{ type: "schedule@1", config_schema: {} }], functions: [], connections: [] };
const DOCUMENT = aWorkflow([aNode("fetch", { timeout: "5x" })], [], {
  triggers: [{ id: "nightly", type: "schedule@1", when: "true", enabled: false }],
});
const found = (pointer: string, node: string | null, severity = "error") => ({
  ...{ code: "X", message: `wrong at ${pointer}`, pointer, node, severity },
});
const given = {
  catalogue: new Catalogue(CATALOGUE.activities, AROUND),
  diagnostics: [
    found("/nodes/0/timeout", "fetch"),
    found("/nodes/0/join", "fetch", "warning"),
    found("/nodes/0/checkpoint", "fetch", "warning"),
    found("/triggers/0/when", null),
  ],
};
const part = (title: string) => within(screen.getByText(title).closest("details") as HTMLElement);

beforeEach(() => {
  vi.stubGlobal("fetch", async () => Response.json({ items: [], next: null }));
});

test("a part that is folded tells how much is wrong within, and leaves it to the fields once it is open", async () => {
  const user = userEvent.setup();
  await inspecting(DOCUMENT, { selected: "fetch", ...given });
  await user.click(screen.getByRole("tab", { name: "Behaviour" }));

  expect(part("When it starts").getByRole("img", { name: "2 warnings within" })).toBeVisible();
  expect(part("Time and retries").queryByRole("img")).toBeNull();

  await user.click(screen.getByText("Time and retries"));

  expect(part("Time and retries").getByRole("img", { name: "1 error within" })).toBeVisible();
});

test("a trigger that is folded tells what is wrong with it", async () => {
  await inspecting(DOCUMENT, given);
  await userEvent.click(screen.getByRole("tab", { name: "Triggers" }));

  expect(part("Schedule · nightly").getByRole("img", { name: "1 error within" })).toBeVisible();
});
