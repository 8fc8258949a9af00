// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { opened, speakEnglish, withoutLayout } from "@/testing/designing";
import { aWorkflow } from "@/testing/workflows";

beforeAll(speakEnglish);
beforeEach(withoutLayout);

const layout = { nodes: { a: { x: 0, y: 0 }, b: { x: 320, y: 0 } } };
const standing = () => opened(aWorkflow(["a", "b"], [], { layout }));

test("a card that is dragged stands where it is let go", () => {
  const { placeOf, drag, letGo } = standing();
  drag("a", 40, 80);
  letGo();
  expect(placeOf("a")).not.toEqual({ x: 0, y: 0 });
});

test("Escape gives up a drag: the card is where it was, and there is nothing to undo", () => {
  const { store, card, drag, letGo } = standing();
  const before = card("a").style.transform;
  drag("a", 40, 80);
  expect(card("a").style.transform).not.toBe(before);
  fireEvent.keyDown(window.document.body, { key: "Escape" });
  letGo();
  expect(card("a").style.transform).toBe(before);
  expect(store.getState().history.undo).toEqual([]);
});

test("Escape gives up an edge: nothing is asked", () => {
  const { dragEdge } = standing();
  const letGo = dragEdge("a", "out", 20, 5_000);
  fireEvent.keyDown(window.document.body, { key: "Escape" });
  letGo();
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("an edge that is drawn backwards leads from the first way out of the step where it is let go", () => {
  const { store, card, dragEdge } = standing();
  const { transform = "" } = window.document.querySelector<HTMLElement>(".react-flow__viewport")?.style ?? {};
  const [left = 0, top = 0, zoom = 1] = (transform.match(/-?[\d.]+/g) ?? []).map(Number);
  expect(card("a")).toBeVisible();
  dragEdge("b", "in", 120 * zoom + left, 30 * zoom + top)();
  expect(store.getState().document.edges).toEqual([{ from: "a", to: "b" }]);
});

test("while a card is dragged, no key changes the workflow", async () => {
  const { store, ids, choose, drag, letGo } = standing();
  act(() =>
    store.getState().edit("title", [{ op: "set", on: { kind: "workflow" }, path: ["title"], value: "T" }]),
  );
  choose("a");
  drag("a", 40, 80);
  await userEvent.keyboard("{Control>}z{/Control}{Delete}");
  letGo();
  expect(ids()).toEqual(["a", "b"]);
  expect(store.getState().document.title).toBe("T");
});

test("moves by the arrow keys that follow each other are one step back", async () => {
  const { store, placeOf, choose } = standing();
  choose("a");
  await userEvent.keyboard("{ArrowDown}{ArrowDown}{ArrowRight}");
  expect(placeOf("a")).toEqual({ x: 8, y: 16 });
  act(() => store.getState().undo());
  expect(placeOf("a")).toEqual({ x: 0, y: 0 });
});

test("a step that is duplicated on the canvas has the keyboard: arrow keys move it", async () => {
  const { placeOf, card, choose } = standing();
  choose("a");
  await userEvent.keyboard("{Control>}d{/Control}");
  await waitFor(() => expect(card("a_2")).toHaveFocus());
  const before = placeOf("a_2") ?? { x: 0, y: 0 };
  await userEvent.keyboard("{ArrowRight}");
  expect(placeOf("a_2")).toEqual({ ...before, x: before.x + 8 });
});

test("a new note is written at once; Escape leaves its text, and the next key is for the canvas", async () => {
  const { store, choose } = standing();
  choose("a");
  await userEvent.keyboard("n");
  await waitFor(() => expect(screen.getByRole("textbox", { name: "Note" })).toHaveFocus());
  await userEvent.keyboard("mind this");
  expect(store.getState().document.layout?.notes?.[0]?.text).toBe("mind this");
  await userEvent.keyboard("{Escape}{Delete}");
  expect(store.getState().document.layout?.notes ?? []).toEqual([]);
});

test("with Alt a key is the browser's", async () => {
  const { store, choose } = standing();
  choose("a");
  await userEvent.keyboard("{Alt>}n{/Alt}{Alt>}{Delete}{/Alt}");
  expect(store.getState().history.undo).toEqual([]);
});

test("beside the text of the workflow, Delete removes nothing that nobody sees", async () => {
  const { ids, choose } = standing();
  choose("a");
  await userEvent.click(screen.getByRole("radio", { name: "JSON" }));
  await userEvent.keyboard("{Delete}");
  expect(ids()).toEqual(["a", "b"]);
});
