// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { setField } from "@/core/document/commands/nodes";
import { inspecting } from "../../testing/inspecting.tsx";
import { aWorkflow } from "../../testing/workflows.ts";

vi.mock("./code-editor", () => ({
  CodeEditor: ({ wiring, value, onChange }: import("./code-editor").Props) => (
    <textarea
      aria-label={wiring["aria-label"]}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  ),
}));

beforeEach(() => {
  vi.stubGlobal("fetch", async () => Response.json({ items: [], next: null }));
});

const tab = (name: string) => userEvent.click(screen.getByRole("tab", { name }));
const type = (box: HTMLElement, value: string) => fireEvent.change(box, { target: { value } });
const text = () => screen.findByRole("textbox", { name: /^This step as/ });
const BROKEN = '{"id": "one",';

test("a schema that is written as text is what it was again after an undo", async () => {
  const { document, undo } = await inspecting(
    aWorkflow(["one"], [], { input: { type: "object", title: "Old" } }),
  );
  await userEvent.click(screen.getByRole("button", { name: "What it takes as JSON Schema" }));
  const box = await screen.findByRole("textbox", { name: "What it takes" });
  type(box, '{"title":"New"}');
  expect(document().input).toEqual({ title: "New" });
  expect(box).toHaveValue('{"title":"New"}');

  undo();

  expect(box).toHaveDisplayValue(/"Old"/);

  type(box, '{"title":');
  expect(screen.getByRole("status")).toBeInTheDocument();
  type(box, '{"title":"Newer"}');
  type(box, '{"title":"Newer"');
  undo();

  expect(box).toHaveDisplayValue(/"Old"/);
  expect(screen.queryByRole("status")).toBeNull();
});

test("what is done to a step elsewhere is shown in its text, and no longer called not applied", async () => {
  const { edit } = await inspecting(aWorkflow(["one"]), { selected: "one" });
  await tab("Text");
  type(await text(), BROKEN);
  expect(screen.getByText(/^Not applied/)).toBeInTheDocument();

  edit(setField("one", ["title"], "Elsewhere"));

  expect(await text()).toHaveDisplayValue(/Elsewhere/);
  expect(screen.queryByText(/^Not applied/)).toBeNull();
});

test.each(["JSON", "YAML"])(
  "%s that is not applied is still there after a look at something else",
  async (format) => {
    const { select, document } = await inspecting(
      { ...aWorkflow(["one", "two"]), name: `kept-${format}` },
      { selected: "one" },
    );
    await tab("Text");
    await userEvent.selectOptions(screen.getByLabelText("Format of the text"), format);
    type(await text(), BROKEN);

    await tab("Setup");
    select("two");
    select("one");
    await tab("Text");

    expect(await text()).toHaveValue(BROKEN);
    expect(screen.getByText(/^Not applied/)).toBeInTheDocument();

    type(await text(), '{"id": "one", "type": "data.set@1", "title": "Whole"}');

    expect(screen.queryByText(/^Not applied/)).toBeNull();
    expect(document().nodes?.[0]?.title).toBe("Whole");
  },
);
