// @vitest-environment jsdom
import { EditorView } from "@codemirror/view";
import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, onTestFinished, test, vi } from "vitest";
import { formOf } from "@/testing/form-of";

const { promise: loading, resolve: arrive } = Promise.withResolvers<void>();
vi.mock("./expression-editor", async (original) => {
  await loading;
  return await original();
});

const TEXT = { message: { type: "string" }, after: { type: "string" } };

/** The editor that has the keyboard. CodeMirror reads keys from a layout that jsdom does not have. */
const editor = () => {
  const found = EditorView.findFromDOM(document.activeElement as HTMLElement);
  if (found === null) throw new Error("no editor has the keyboard");
  return found;
};
const write = (from: number, to: number, insert: string) =>
  act(() =>
    editor().dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length } }),
  );

/** Of a panel that is shown, the editors come behind it. */
const editors = () => document.querySelectorAll(".cm-editor").length;
const editorsAre = (count: number) => vi.waitFor(() => expect(editors()).toBe(count));

// First: an editor that has come is there for all.
test("who is quicker than the editor goes on typing, and the editor goes on where that was", async () => {
  const user = userEvent.setup();
  const { config } = await formOf(TEXT);

  await user.type(screen.getByLabelText("Message"), "a $" + "{{{{input.total");

  expect(config()).toEqual({ message: "a ${{ input.total }}" });
  expect(document.activeElement?.tagName).toBe("TEXTAREA");

  await act(async () => arrive());
  await vi.waitFor(() => expect(editor().state.doc.toString()).toBe("a ${{ input.total }}"));

  expect(editor().state.selection.main.head).toBe("a ${{ input.total".length);
});

test("the key that begins an expression, and its switch, leave the keyboard in the editor at once", async () => {
  const user = userEvent.setup();
  await formOf({ ...TEXT, tries: { type: "integer" } });

  await user.type(screen.getByLabelText("Message"), "a $" + "{{{{");

  expect(editor().state.doc.toString()).toBe("a ${{  }}");
  expect(editor().state.selection.main.head).toBe(6);

  await user.click(screen.getByRole("button", { name: "Expression for Tries" }));

  expect(editor().contentDOM.getAttribute("aria-label")).toBe("Tries");
});

test("a pasted expression leaves the keyboard where it was", async () => {
  const user = userEvent.setup();
  const { config } = await formOf(TEXT);

  await user.click(screen.getByLabelText("Message"));
  await user.paste("${{ input.total }}");

  expect(config()).toEqual({ message: "${{ input.total }}" });
  expect(editor().state.selection.main.head).toBe("${{ input.total }}".length);
});

test("an expression that is edited away leaves the keyboard where it is until one leaves", async () => {
  const user = userEvent.setup();
  const { config } = await formOf(TEXT, { message: "n ${{ input.total }}", after: "x" });
  await editorsAre(1);
  act(() => screen.getByLabelText("Message").focus());

  await write(0, 20, "");
  expect(config()).toEqual({ after: "x" });
  await write(0, 0, "plain");
  expect(config()).toEqual({ message: "plain", after: "x" });

  await user.click(screen.getByLabelText("After"));

  expect(screen.getByLabelText("Message")).toHaveValue("plain");
});

test("an expression keeps the lines that it is written in, and only a person changes it", async () => {
  const lines = "a\n${{ input.total }}\nb";
  const { config, reset } = await formOf(TEXT, { message: lines });
  await editorsAre(1);
  act(() => screen.getByLabelText("Message").focus());

  expect(editor().state.doc.lines).toBe(3);
  await write(1, 1, "!");
  expect(config()).toEqual({ message: "a!\n${{ input.total }}\nb" });

  reset();

  expect(editor().state.doc.toString()).toBe(lines);
  expect(config()).toEqual({ message: lines });
});

test("the editors of a panel come behind it, one in a frame, and none for a panel that is gone by then", async () => {
  const frames: FrameRequestCallback[] = [];
  vi.stubGlobal("requestAnimationFrame", (then: FrameRequestCallback) => frames.push(then));
  onTestFinished(() => void vi.unstubAllGlobals());
  const frame = async () => {
    await vi.waitFor(() => expect(frames).not.toEqual([]));
    await act(async () => {
      for (const then of frames.splice(0)) then(0);
      await new Promise((resolve) => setTimeout(resolve));
    });
  };
  const expression = "${{ input.total }}";
  const { select } = await formOf(TEXT, { message: expression, after: expression });

  const seen = new Set([editors()]);
  expect(screen.getByLabelText("Message")).toHaveValue(expression);
  while (!seen.has(2)) {
    await frame();
    seen.add(editors());
  }
  expect([...seen]).toEqual([0, 1, 2]);

  select(undefined);
  select("one");
  select(undefined);
  await frame();
  expect(editors()).toBe(0);
});
