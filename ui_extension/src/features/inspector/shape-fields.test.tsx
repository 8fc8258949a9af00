// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { formOf } from "@/testing/form-of";

const input = {
  type: "object",
  properties: { total: { type: "number" }, size: { type: "string" } },
};

test("a field is renamed once its name is typed to the end, and never to one that is taken", async () => {
  const user = userEvent.setup();
  const { document } = await formOf({}, {}, { isOpen: false, input });
  const names = () => Object.keys((document().input?.["properties"] ?? {}) as object);
  const first = screen.getByLabelText("Name of field 1");

  await user.clear(first);
  await user.keyboard("size{Enter}");
  expect(first).toBeInvalid();
  expect(names()).toEqual(["total", "size"]);
  await user.tab();
  expect(first).toHaveValue("total");

  await user.clear(first);
  await user.keyboard("net");
  expect(names()).toEqual(["total", "size"]);
  await user.keyboard("{Enter}");
  expect(names()).toEqual(["net", "size"]);
  await user.keyboard("to");
  await user.tab();

  expect(names()).toEqual(["netto", "size"]);
});

test("after a field is taken away the keyboard is in the next one, or where one is added", async () => {
  const user = userEvent.setup();
  await formOf({}, {}, { isOpen: false, input });

  await user.click(screen.getByRole("button", { name: "Remove total" }));
  expect(screen.getByLabelText("Name of field 1")).toHaveFocus();
  await user.click(screen.getByRole("button", { name: "Remove size" }));

  expect(screen.getAllByRole("button", { name: "Add a field" })[0]).toHaveFocus();
});
