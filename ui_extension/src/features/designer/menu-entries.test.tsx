// @vitest-environment jsdom
import { expect, test } from "vitest";
import { aWorkflow, CATALOGUE } from "@/testing/workflows";
import { targetedAt } from "./menu-entries";
import { createDesignerStore } from "./store";

test("what was pointed at is selected, unless it is a part of the selection", () => {
  const store = createDesignerStore({ name: "x", document: aWorkflow(["a", "b"]), catalogue: CATALOGUE });
  const canvas = new DOMParser().parseFromString(
    `<div class="react-flow__node" data-id="a"><b></b></div>
     <div class="react-flow__node" data-id="note:n"><b></b></div>
     <div class="react-flow__edge" data-id="a->b"><b></b></div><p></p>`,
    "text/html",
  );
  const [node, note, edge] = [...canvas.querySelectorAll("b")];
  const pane = canvas.querySelector("p");
  const at = (element: Element | null | undefined) => {
    if (!element) throw new Error("not there");
    return [targetedAt(store.getState(), element), ...store.getState().selection.nodes];
  };
  expect(at(node)).toEqual(["node", "a"]);
  expect(at(note)).toEqual(["drawing", "note:n"]);
  expect(at(edge)).toEqual(["edge"]);
  expect(store.getState().selection.edges).toEqual(["a->b"]);
  store.getState().select({ nodes: ["a", "b"] });
  expect(at(node)).toEqual(["selection", "a", "b"]);
  expect(at(pane)).toEqual(["canvas"]);
});
