// @vitest-environment jsdom
import { act, fireEvent, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { aWorkflow, CATALOGUE } from "@/testing/workflows";
import { useSheet } from "./sheet";
import { createDesignerStore } from "./store";

function opened() {
  const store = createDesignerStore({
    name: "example",
    document: aWorkflow(["a", "b"]),
    catalogue: CATALOGUE,
  });
  const { result } = renderHook(() => useSheet(store));
  const select = (id: string) => act(() => store.getState().select({ nodes: [id] }));
  const several = () => act(() => store.getState().selectSeveral(true));
  return { up: () => result.current.up, select, several };
}

test("a step that is dragged is not set up beneath the finger, and is once it is tapped", () => {
  const { up, select } = opened();
  const card = window.document.createElement("div");
  card.className = "react-flow__node-card";
  window.document.body.append(card);
  fireEvent.pointerDown(card);
  select("a");
  fireEvent.pointerUp(card);
  expect(up()).toBeNull();
  fireEvent.click(card);
  expect(up()).toBe("setup");
});

test("a step that is chosen otherwise is set up", () => {
  const { up, select } = opened();
  select("a");
  expect(up()).toBe("setup");
});

test("while several are selected, the canvas keeps its room", () => {
  const { up, select, several } = opened();
  several();
  select("a");
  expect(up()).toBeNull();
});
