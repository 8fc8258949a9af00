// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { chooseStep, opened, speakEnglish, withoutLayout } from "@/testing/designing";
import { aLoop, aNode, aWorkflow } from "@/testing/workflows";

beforeAll(speakEnglish);
beforeEach(withoutLayout);

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

test("keys that merely ask work in the panel too, and all of them beside the canvas", async () => {
  const { ids, choose } = opened();
  choose("a");
  screen.getByRole("tab", { name: "Setup" }).focus();
  await userEvent.keyboard("?");
  expect(screen.getByRole("dialog")).toHaveTextContent("Keyboard shortcuts");
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  screen.getByRole("tab", { name: "Outline" }).focus();
  await userEvent.keyboard("{Delete}");
  expect(ids()).toEqual(["b"]);
});

test("Delete does nothing once a field of the panel has vanished under the keyboard", async () => {
  const { store, ids, choose } = opened();
  choose("a");
  await userEvent.type(screen.getByRole("textbox", { name: "Field" }), "x");
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
  // Turning to a step again.
  choose("a");
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

test("a step that an edge from a body leads to stands in the body where the edge was let go, never left of it", async () => {
  const layout = { nodes: { each: { x: 1_000, y: 300 }, x: { x: 0, y: 0 } } };
  const { store, dragEdge } = opened(aWorkflow([aLoop("each", [aNode("x")])], [], { layout }));
  dragEdge("x", "out", 20, 5_000)();
  await chooseStep("data.set");
  const [added] = store.getState().selection.nodes;
  expect(store.getState().document.nodes?.[0]?.bodies?.["body"]?.edges).toEqual([{ from: "x", to: added }]);
  const place = store.getState().document.layout?.nodes?.[added ?? ""];
  expect(place?.x).toBe(0);
  expect(place?.y).toBeGreaterThan(1_000);
});

test("a step is added in line, whatever stands at those numbers in a body", async () => {
  const layout = { nodes: { a: { x: 0, y: 0 }, each: { x: 0, y: 500 }, x: { x: 320, y: 0 } } };
  const { store, choose } = opened(aWorkflow(["a", aLoop("each", [aNode("x")])], [], { layout }));
  choose("a");
  await userEvent.keyboard("/");
  await chooseStep("data.set");
  const [added] = store.getState().selection.nodes;
  expect(store.getState().document.layout?.nodes?.[added ?? ""]).toEqual({ x: 320, y: 0 });
});

test("an edge that is drawn by keyboard offers the output too, for one lacking field after the other", async () => {
  const { store, ids } = opened(aWorkflow(["a", aNode("call", { type: "mail@1" })]));
  await userEvent.click(screen.getByRole("tab", { name: "Outline" }));
  screen.getByRole("treeitem", { name: /^a/ }).focus();
  await userEvent.keyboard("c");
  await userEvent.click(await screen.findByRole("button", { name: "Connect" }));
  const asked = await screen.findByRole("dialog", { name: "Use the output of a?" });
  expect(store.getState().document.edges).toEqual([{ from: "a", to: "call" }]);
  const [first] = within(asked).getAllByRole("button", { name: "${{ steps.a.output }}" });
  await userEvent.click(first as HTMLElement);
  await userEvent.click(within(asked).getByRole("button", { name: "${{ steps.a.output }}" }));
  await waitFor(() => expect(asked).not.toBeInTheDocument());
  const whole = "${{ steps.a.output }}";
  expect(store.getState().document.nodes?.[1]?.with).toEqual({ to: whole, text: whole });
  expect(ids()).toEqual(["a", "call"]);
});

test("a collapsed container tells of the errors that it hides", async () => {
  const layout = { nodes: { each: { x: 0, y: 0, collapsed: true } } };
  const { store, card } = opened(aWorkflow([aLoop("each", [aNode("x")])], [], { layout }));
  const wrong = { code: "X", message: "Wrong.", pointer: "", node: "x", severity: "error" };
  act(() => store.getState().found([wrong]));
  await waitFor(() => expect(within(card("each")).getByRole("img", { name: /error/ })).toBeVisible());
});

test("while several are selected by touch, a tap adds a step and takes it away again; then one takes the others' place", async () => {
  const { store, card } = opened();
  const several = () => screen.getByRole("button", { name: "Select several", hidden: true });
  const tap = (id: string) => fireEvent.click(card(id));
  tap("a");
  fireEvent.click(several());
  expect(several()).toHaveAttribute("aria-pressed", "true");
  tap("b");
  expect(store.getState().selection.nodes).toEqual(["a", "b"]);
  tap("a");
  await waitFor(() => expect(store.getState().selection.nodes).toEqual(["b"]));
  fireEvent.click(several());
  tap("a");
  expect(store.getState().selection.nodes).toEqual(["a"]);
});

test("the title leads to the workflow's page, and the browser's tab is called otherwise than that page's", async () => {
  const { at } = opened();
  expect(document.title).toMatch(/^example · Designer/);
  await userEvent.click(screen.getByRole("link", { name: "example" }));
  await waitFor(() => expect(at()).toBe("/workflows/example"));
});
