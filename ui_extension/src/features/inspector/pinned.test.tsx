// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { inspecting } from "../../testing/inspecting.tsx";
import { aWorkflow } from "../../testing/workflows.ts";

const CHAIN = aWorkflow(["fetch", "price"], ["fetch->price"]);
const given = (id: string) => screen.getByLabelText(`Output of ${id}`);
const write = (text: string) => fireEvent.change(given("fetch"), { target: { value: text } });
const testButton = () => screen.getByRole("button", { name: "Test this step" });
const tab = (name: string) => userEvent.click(screen.getByRole("tab", { name }));

beforeEach(() => {
  localStorage.clear();
  vi.stubGlobal("fetch", async () => Response.json({ items: [], next: null }));
});

test("data that cannot be read is not tested without, and stays as it was typed", async () => {
  await inspecting({ ...CHAIN, name: "unreadable" }, { selected: "price" });
  await tab("Test");
  write('{"net": 1}');
  expect(testButton()).toBeEnabled();

  write('{"net": 2,}');

  expect(testButton()).toBeDisabled();
  expect(testButton()).toHaveAccessibleDescription(/Correct the data/);

  await tab("Setup");
  await tab("Test");

  expect(given("fetch")).toHaveValue('{"net": 2,}');
  expect(given("fetch")).toBeInvalid();
  expect(testButton()).toBeDisabled();

  await userEvent.click(screen.getByRole("button", { name: "Unpin: Output of fetch" }));

  expect(testButton()).toBeEnabled();
});

test("pinned data goes with a step that is renamed, and goes back when that is undone", async () => {
  const { select, undo, redo } = await inspecting({ ...CHAIN, name: "renamed" }, { selected: "price" });
  await tab("Test");
  write('{"net": 1}');

  select("fetch");
  await userEvent.click(screen.getByText("Id and note"));
  await userEvent.clear(screen.getByLabelText("Id"));
  await userEvent.type(screen.getByLabelText("Id"), "load{Enter}");
  select("price");
  await tab("Test");

  const pinned = '{\n  "net": 1\n}';
  expect(given("load")).toHaveValue(pinned);
  undo();
  expect(given("fetch")).toHaveValue(pinned);
  redo();
  expect(given("load")).toHaveValue(pinned);
});

test("of a step that was skipped in the last run there is no data, and that is said", async () => {
  const step = (node: string, status: string) => ({ path: node, node, status, output: null, iterations: [] });
  const steps = [step("load", "completed"), step("fetch", "skipped")];
  const timeline = { execution: "e1", status: "completed", input: {}, steps };
  vi.stubGlobal("fetch", async (request: Request) =>
    Response.json(request.url.includes("timeline") ? timeline : { items: [{ id: "e1" }], next: null }),
  );
  const both = aWorkflow(["load", "fetch", "price"], ["load->price", "fetch->price"]);

  await inspecting({ ...both, name: "skipped" }, { selected: "price" });
  await tab("Test");

  await waitFor(() => expect(given("load")).toHaveAccessibleDescription("From the last run"));
  expect(given("fetch")).toHaveAccessibleDescription("No data yet: write some");
});
