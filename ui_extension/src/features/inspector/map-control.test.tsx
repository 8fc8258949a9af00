// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { formOf } from "@/testing/form-of";

const HEADERS = { headers: { type: "object", additionalProperties: { type: "string" } } };
const name = (at: number) => screen.getByLabelText(`Name ${at} of Headers`);

test("a name that is taken stays on the screen, says so, and is written once it is free", async () => {
  const user = userEvent.setup();
  const { config } = await formOf(HEADERS, { headers: { b: "keep me" } });

  await user.click(screen.getByRole("button", { name: "Add a field" }));
  await user.keyboard("b");

  expect(config()).toEqual({ headers: { b: "keep me" } });
  expect(name(2)).toBeInvalid();
  expect(name(2)).toHaveAccessibleDescription("The name b is taken.");
  expect(name(1)).toBeValid();

  await user.click(screen.getAllByRole("button", { name: "Remove b" })[0] as HTMLElement);

  expect(config()).toEqual({ headers: { b: "" } });
  expect(name(1)).toBeValid();
});

test("a row that is called like another, or nothing, keeps its value under its old name", async () => {
  const user = userEvent.setup();
  const { config } = await formOf(HEADERS, { headers: { total: "5", size: "9" } });

  await user.clear(name(1));
  expect(config()).toEqual({ headers: { total: "5", size: "9" } });
  expect(name(1)).toHaveAccessibleDescription("It needs a name to be kept.");
  await user.keyboard("size");
  expect(config()).toEqual({ headers: { total: "5", size: "9" } });
  await user.keyboard("s");

  expect(config()).toEqual({ headers: { sizes: "5", size: "9" } });
});

test("a row that has a value says that it needs a name; an empty one does not", async () => {
  const user = userEvent.setup();
  const { config } = await formOf(HEADERS);

  await user.click(screen.getByRole("button", { name: "Add a field" }));
  expect(name(1)).toBeValid();
  await user.type(screen.getByLabelText("value"), "x");

  expect(config()).toEqual({});
  expect(name(1)).toHaveAccessibleDescription("It needs a name to be kept.");
});

test("after a row is taken away the keyboard is in the next one, or where one is added", async () => {
  const user = userEvent.setup();
  const list = { codes: { type: "array", items: { type: "string" } } };
  await formOf({ ...HEADERS, ...list }, { headers: { a: "1", b: "2" }, codes: ["x", "y"] });

  await user.click(screen.getByRole("button", { name: "Remove a" }));
  expect(name(1)).toHaveFocus();
  await user.click(screen.getByRole("button", { name: "Remove b" }));
  expect(screen.getByRole("button", { name: "Add a field" })).toHaveFocus();

  await user.click(screen.getByRole("button", { name: "Remove item 1" }));
  expect(screen.getByLabelText("Codes, item 1")).toHaveFocus();
  await user.click(screen.getByRole("button", { name: "Remove item 1" }));
  expect(screen.getByRole("button", { name: "Add an item" })).toHaveFocus();
});
