// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { formOf } from "@/testing/form-of";

const FREE = { values: {} };

test("a number of a free value is cleared and written anew, and stays a number", async () => {
  const user = userEvent.setup();
  const { config } = await formOf(FREE, { values: { net: 100 } });
  const net = screen.getByLabelText("net");

  await user.clear(net);

  expect(config()).toEqual({ values: { net: 100 } });
  expect(net).toHaveFocus();
  expect(net).toHaveDisplayValue("");
  expect(net).toBeInvalid();
  expect(net).toHaveAccessibleDescription("A number is wanted; 100 stays.");

  await user.keyboard("-250");

  expect(config()).toEqual({ values: { net: -250 } });
  expect(net).toBeValid();
});

test("a number of a list is cleared and written anew; changed elsewhere, it is shown again", async () => {
  const user = userEvent.setup();
  const { config, reset } = await formOf(
    { codes: { type: "array", items: { type: "integer", minimum: 1 } } },
    { codes: [7, 8] },
  );
  const code = screen.getByLabelText("Codes, item 1");

  await user.clear(code);
  expect(config()).toEqual({ codes: [7, 8] });
  await user.keyboard("42");
  expect(config()).toEqual({ codes: [42, 8] });
  await user.clear(code);
  reset();

  expect(code).toHaveDisplayValue("7");
});

test("a free text that is emptied stays a text, and the keyboard stays in it", async () => {
  const user = userEvent.setup();
  const { config } = await formOf({ json: {} }, { json: "a" });

  await user.clear(screen.getByLabelText("JSON"));
  expect(config()).toBeUndefined();
  await user.keyboard("b");

  expect(config()).toEqual({ json: "b" });
});

test("texts keep their lines: Enter begins another, and no key takes them away", async () => {
  const user = userEvent.setup();
  const properties = { body: { type: "string" }, name: { type: "string", maxLength: 63 } };
  const { config } = await formOf(properties, { body: "<a>", name: "one\ntwo" });

  await user.type(screen.getByLabelText("Body"), "{Enter}</a>");
  await user.type(screen.getByLabelText("Name"), "!");

  expect(config()).toEqual({ body: "<a>\n</a>", name: "one\ntwo!" });

  await user.clear(screen.getByLabelText("Name"));
  await user.keyboard("three");

  expect(config()).toEqual({ body: "<a>\n</a>", name: "three" });
});

test("a switch says what holds without a value", async () => {
  const user = userEvent.setup();
  const triggers = [{ id: "hand", type: "manual@1" }];
  const { document } = await formOf({}, {}, { isOpen: false, triggers });
  await user.click(screen.getByRole("tab", { name: "Triggers" }));

  expect(screen.getByLabelText("Yes")).toBeChecked();

  await user.click(screen.getByLabelText("Yes"));

  expect(screen.getByLabelText("No")).not.toBeChecked();
  expect(document().triggers?.[0]?.enabled).toBe(false);
});

test("a list shows its default, is written once it is another, and may be empty", async () => {
  const user = userEvent.setup();
  const { config } = await formOf({
    success: { type: "array", items: { type: "string" }, default: ["2xx"] },
  });
  const item = screen.getByLabelText("Success, item 1");
  expect(item).toHaveValue("2xx");
  expect(screen.getByText("By default:")).toBeVisible();

  await user.type(item, "{Backspace}0");
  expect(config()).toEqual({ success: ["2x0"] });
  expect(screen.queryByText("By default:")).toBeNull();
  await user.type(item, "{Backspace}x");
  expect(config()).toBeUndefined();
  await user.click(screen.getByRole("button", { name: "Remove item 1" }));

  expect(config()).toEqual({ success: [] });
});

test("a choice names its default as such", async () => {
  await formOf({ mode: { enum: ["fail", "port"], default: "fail" } });

  expect(screen.getAllByRole("option").map((option) => option.textContent)).toEqual([
    "Default (fail)",
    "fail",
    "port",
  ]);
});

test("null where it means something does not look like the default", async () => {
  const orNull = (schema: object) => ({ anyOf: [schema, { type: "null" }] });
  const header = { ...orNull({ type: "string" }), default: "Key" };
  const most = { ...orNull({ type: "integer" }), default: 5 };
  const mode = { ...orNull({ enum: ["a"] }), default: "a" };
  const codes = { ...orNull({ type: "array", items: { type: "string" } }), default: ["2xx"] };
  const reason = { ...orNull({ type: "string" }), default: null };
  await formOf({ header, most, mode, codes, reason } as never, {
    header: null,
    most: null,
    mode: null,
    codes: null,
    reason: null,
  });

  expect(screen.getByLabelText("Header")).toHaveAttribute("placeholder", "Nothing (null)");
  expect(screen.getByLabelText("Most")).toHaveAttribute("placeholder", "Nothing (null)");
  expect(screen.getByLabelText("Mode")).toHaveDisplayValue("Nothing (null)");
  expect(screen.queryByLabelText("Codes, item 1")).toBeNull();
  expect(screen.getByLabelText("Reason")).not.toHaveAttribute("placeholder");
});

const NULLABLE = {
  header: { anyOf: [{ type: "string" }, { type: "null" }], default: "X-Key" },
  seconds: { type: ["integer", "null"], default: 30 },
  follow: { anyOf: [{ type: "boolean" }, { type: "null" }], default: true },
  level: { anyOf: [{ enum: ["low", "high"] }, { type: "null" }], default: "low" },
  note: { anyOf: [{ type: "string" }, { type: "null" }], default: null },
  labels: { type: "object", additionalProperties: { type: ["string", "null"] } },
};

test("null is written where it says something, and what was there comes back", async () => {
  const user = userEvent.setup();
  const { config } = await formOf(NULLABLE, { header: "A", labels: { team: "b" } });
  const nothing = (name: string) => screen.getByRole("button", { name: `Nothing for ${name}` });
  // Left empty, it is null as well.
  expect(screen.queryByRole("button", { name: "Nothing for Note" })).toBeNull();

  for (const name of ["Header", "Seconds", "Follow", "team"]) {
    expect(nothing(name)).toHaveAttribute("aria-pressed", "false");
    await user.click(nothing(name));
    expect(nothing(name)).toHaveAttribute("aria-pressed", "true");
  }
  await user.selectOptions(screen.getByLabelText("Level"), "Nothing (null)");
  const none = { header: null, seconds: null, follow: null, level: null };
  expect(config()).toEqual({ ...none, labels: { team: null } });
  expect(screen.getByLabelText("Header")).toHaveAttribute("placeholder", "Nothing (null)");
  expect(screen.getByLabelText("team")).toHaveAttribute("placeholder", "Nothing (null)");
  expect(screen.getByLabelText("Nothing (null)")).not.toBeChecked();

  for (const name of ["Header", "Seconds", "Follow", "team"]) await user.click(nothing(name));
  expect(config()).toEqual({ header: "A", level: null, labels: { team: "b" } });
});

test("a value that is turned into an expression or another kind comes back, while nothing is written", async () => {
  const user = userEvent.setup();
  const before = { headers: { A: "1", B: "2" }, values: { list: [1, { a: "b" }] } };
  const properties = { headers: { type: "object", additionalProperties: { type: "string" } }, values: {} };
  const { config } = await formOf(properties, before);
  const toggle = screen.getByRole("button", { name: "Expression for Headers" });

  await user.click(toggle);
  expect(config()).toEqual({ ...before, headers: "${{  }}" });
  await user.click(toggle);
  expect(config()).toEqual(before);

  const kind = screen.getByLabelText("Kind of list");
  for (const one of ["Text", "Number", "Nothing (null)"]) await user.selectOptions(kind, one);
  expect(config()).toEqual({ ...before, values: { list: null } });
  await user.selectOptions(kind, "List");
  expect(config()).toEqual(before);

  await user.selectOptions(kind, "Text");
  await user.type(screen.getByLabelText("list"), "x");
  await user.selectOptions(kind, "List");
  expect(config()).toEqual({ ...before, values: { list: ["x"] } });
});
