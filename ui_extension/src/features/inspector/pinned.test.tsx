// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
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

test("pinned data goes with a step that is renamed", async () => {
  const { select } = await inspecting({ ...CHAIN, name: "renamed" }, { selected: "price" });
  await tab("Test");
  write('{"net": 1}');

  select("fetch");
  await userEvent.click(screen.getByText("Id and note"));
  await userEvent.clear(screen.getByLabelText("Id"));
  await userEvent.type(screen.getByLabelText("Id"), "load{Enter}");
  select("price");
  await tab("Test");

  expect(given("load")).toHaveValue('{\n  "net": 1\n}');
});
