// @vitest-environment jsdom
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fireEvent, render } from "@testing-library/react";
import { ReactFlow } from "@xyflow/react";
import { beforeAll, expect, test } from "vitest";
import { withoutResizing } from "@/testing/observers";
import { aWorkflow, CATALOGUE } from "@/testing/workflows";
import { CanvasActionsContext, READ_ONLY } from "../actions";
import { draw, HANDLE_PX } from "../mapping";
import { Card } from "./card";

const NODE_TYPES = { card: Card };
const { nodes } = draw({
  document: aWorkflow(["a", "b", "c"], ["a->b", "b.error->c"]),
  catalogue: CATALOGUE,
});

beforeAll(withoutResizing);

function drawn(isEditable: boolean) {
  const { container } = render(
    <CanvasActionsContext.Provider value={{ ...READ_ONLY, isEditable }}>
      <ReactFlow nodes={[...nodes]} nodeTypes={NODE_TYPES} />
    </CanvasActionsContext.Provider>,
  );
  const card = (id: string) => container.querySelector(`[data-node="${id}"]`) as HTMLElement;
  const ports = (id: string) =>
    [...card(id).querySelectorAll(".react-flow__handle")].map((port) => port.getAttribute("data-handleid"));
  return { card, ports };
}

test("a card has all its ports from the start, and shows those that are taken", () => {
  const { card, ports } = drawn(true);
  expect(ports("a")).toEqual(["in", "out", "error", "timeout"]);
  const quiet = [...card("b").querySelectorAll(".wf-port-quiet")];
  expect(quiet.map((port) => port.getAttribute("data-handleid"))).toEqual(["timeout"]);
});

test("a card's ports are React Flow's handles while a hand is near", () => {
  const { card, ports } = drawn(true);
  const out = () => card("a").querySelector('[data-handleid="out"]');
  const dot = out();
  fireEvent.pointerMove(card("a"));
  expect(out()).not.toBe(dot);
  expect(ports("a")).toEqual(["in", "out", "error", "timeout"]);
});

test("an edge that is being drawn finds the ports that a card shows", () => {
  const { card } = drawn(true);
  const entry = card("b").querySelector('[data-id="1-b-in-target"]');
  expect(entry?.className).toContain("connectable");
  expect(entry?.className).toContain("connectableend");
});

test("where nothing can be connected a hand changes nothing", () => {
  const { card, ports } = drawn(false);
  fireEvent.pointerMove(card("a"));
  expect(ports("a")).toEqual(["in", "out"]);
  expect(ports("b")).toEqual(["in", "out", "error"]);
});

test("a port is as large as edges take it to be", () => {
  const css = readFileSync(join(import.meta.dirname, "../canvas.css"), "utf8");
  const port = /\.react-flow__handle\.wf-port \{([^}]*)\}/.exec(css)?.[1];
  expect(port).toContain(`width: ${HANDLE_PX}px`);
  expect(port).toContain(`height: ${HANDLE_PX}px`);
});
