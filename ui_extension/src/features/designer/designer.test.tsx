// @vitest-environment jsdom
import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { withoutResizing } from "@/testing/observers";
import { aWorkflow, CATALOGUE } from "@/testing/workflows";
import canvas from "../../canvas/messages.en.json";
import ui from "../../ui/messages.en.json";
import { Designer } from "./designer";
import type { InspectorProps } from "./inspector-slot";
import designer from "./messages.en.json";
import { createDesignerStore, DesignerContext } from "./store";

beforeAll(async () => {
  await i18next.use(initReactI18next).init({ lng: "en", resources: { en: { designer, canvas, ui } } });
});
beforeEach(() => {
  withoutResizing();
  HTMLCanvasElement.prototype.getContext = () => null;
});

/** A panel with a tab, and a field that is there as long as a step is selected. */
const Panel = ({ nodes }: InspectorProps) => (
  <section aria-label="Panel">
    <button type="button" role="tab">
      Setup
    </button>
    {nodes.length > 0 && <input aria-label="Field" />}
  </section>
);

function opened(document = aWorkflow(["a", "b"], ["a->b"])) {
  const store = createDesignerStore({ name: "example", document, catalogue: CATALOGUE });
  const autosave = { status: "saved", resolve: vi.fn() } as never;
  render(
    <DesignerContext.Provider value={store}>
      <Designer autosave={autosave} inspector={Panel} />
    </DesignerContext.Provider>,
  );
  const ids = () => store.getState().document.nodes?.map((node) => node.id);
  const card = (id: string) =>
    window.document.querySelector<HTMLElement>(`.react-flow__node[data-id="${id}"]`) as HTMLElement;
  /** As a browser does by a click: the card has the focus, and is selected. */
  const choose = (id: string) => {
    fireEvent.pointerDown(card(id));
    card(id).focus();
    select([id]);
  };
  const select = (nodes: readonly string[]) => act(() => store.getState().select({ nodes }));
  return { store, ids, card, choose, select };
}

test.each(["Delete", "Backspace"])("%s removes the step that was clicked", async (key) => {
  const { ids, choose } = opened();
  choose("a");
  await userEvent.keyboard(`{${key}}`);
  expect(ids()).toEqual(["b"]);
});

test("keys without Ctrl do nothing to the workflow while the focus is in the panel", async () => {
  const { store, choose } = opened();
  const before = store.getState().document;
  choose("a");
  screen.getByRole("tab", { name: "Setup" }).focus();
  await userEvent.keyboard("{Delete}{Backspace}nm{F2}");
  expect(store.getState().document).toBe(before);
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("Delete does nothing once a field of the panel has vanished under the keyboard", async () => {
  const { store, ids, choose } = opened();
  choose("a");
  const field = await screen.findByRole("textbox", { name: "Field" });
  field.focus();
  field.remove();
  expect(window.document.body).toHaveFocus();
  await userEvent.keyboard("{Delete}");
  expect(ids()).toEqual(["a", "b"]);
  await userEvent.keyboard("{Control>}a{/Control}");
  expect(store.getState().selection.nodes).toEqual(["a", "b"]);
});

test("Delete goes on removing after the step that had the focus is gone", async () => {
  const { ids, choose, select } = opened();
  choose("a");
  await userEvent.keyboard("{Delete}");
  select(["b"]);
  expect(window.document.body).toHaveFocus();
  await userEvent.keyboard("{Delete}");
  expect(ids()).toEqual([]);
});

test("nothing behind an open dialog hears a key, and what opened it does so again afterwards", async () => {
  const { ids, choose } = opened();
  choose("a");
  await userEvent.keyboard("{Control>}f{/Control}");
  const dialog = screen.getByRole("dialog");
  fireEvent.keyDown(window.document.body, { key: "Delete" });
  fireEvent.keyDown(window.document.body, { key: "a", ctrlKey: true });
  within(dialog).getByRole("button", { name: "Close" }).focus();
  await userEvent.keyboard("{Backspace}{Escape}");
  expect(ids()).toEqual(["a", "b"]);
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  choose("a");
  await userEvent.keyboard("{Delete}");
  expect(ids()).toEqual(["b"]);
});

test("F2 renames: its field has the focus, its text is marked", async () => {
  const { store, choose } = opened();
  choose("a");
  store
    .getState()
    .edit("title", [{ op: "set", on: { kind: "node", id: "a" }, path: ["title"], value: "Old" }]);
  await userEvent.keyboard("{F2}New{Enter}");
  expect(store.getState().document.nodes?.[0]?.title).toBe("New");
});

test("a rename whose step is gone closes, and does not come back with the step", async () => {
  const { choose, select } = opened();
  choose("a");
  await userEvent.keyboard("{F2}");
  expect(await screen.findByRole("dialog")).toBeVisible();
  select([]);
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  select(["a"]);
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("Ctrl+F finds what is typed at once", async () => {
  opened();
  await userEvent.keyboard("{Control>}f{/Control}data.set");
  expect(screen.getByRole("dialog")).toHaveTextContent("2 matches");
});

test("Ctrl+C leaves marked text to the browser", () => {
  const { card, choose } = opened();
  // With a clipboard, which jsdom lacks.
  userEvent.setup();
  choose("a");
  const marked = window.document.createRange();
  marked.selectNodeContents(screen.getByRole("heading", { level: 1 }));
  getSelection()?.removeAllRanges();
  getSelection()?.addRange(marked);
  const isLeft = () => fireEvent.keyDown(card("a"), { key: "c", ctrlKey: true });
  expect(isLeft()).toBe(true);
  getSelection()?.removeAllRanges();
  expect(isLeft()).toBe(false);
});

test("what is typed into a note is in the document at once, and one step back", async () => {
  const layout = { notes: [{ id: "n", text: "Ask", x: 0, y: 0 }], groups: [{ id: "g", nodes: ["a"] }] };
  const { store } = opened(aWorkflow(["a"], [], { layout }));
  const note = screen.getByRole("textbox", { name: "Note" });
  await userEvent.type(note, " Ada");
  expect(note).toHaveFocus();
  expect(store.getState().document.layout?.notes?.[0]?.text).toBe("Ask Ada");
  store.getState().undo();
  await waitFor(() => expect(note).toHaveValue("Ask"));

  await userEvent.type(screen.getByRole("textbox", { name: "Group" }), "All");
  expect(store.getState().document.layout?.groups?.[0]?.title).toBe("All");
  store.getState().undo();
  expect(store.getState().document.layout?.groups?.[0]?.title).toBeUndefined();
});
