// @vitest-environment jsdom
import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CanvasProbe, probed } from "@/testing/canvas-probe";
import { aNode, aWorkflow, CATALOGUE } from "@/testing/workflows";
import { READ_ONLY } from "./actions";
import { WorkflowCanvas } from "./workflow-canvas";

const COLUMN = 12;
const FAR_PX = 5_000;
const ids = Array.from({ length: COLUMN }, (_, at) => `far${at}`);
const document = aWorkflow([aNode("near"), ...ids.map((id) => aNode(id))], [], {
  layout: {
    nodes: Object.fromEntries([
      ["near", { x: 0, y: 0 }],
      ...ids.map((id, at) => [id, { x: FAR_PX, y: at * 64 }]),
    ]),
  },
});
const ROOM = { widthPx: 800, heightPx: COLUMN * 64 };

/** Tells at once that what is observed has changed, as browsers do of what is new. */
class Resizing {
  readonly #tell: (entries: { target: Element }[]) => void;
  constructor(tell: (entries: { target: Element }[]) => void) {
    this.#tell = tell;
  }
  observe(target: Element) {
    this.#tell([{ target }]);
  }
  unobserve() {}
  disconnect() {}
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance", "requestAnimationFrame"] });
  HTMLCanvasElement.prototype.getContext = () => null;
  vi.stubGlobal("ResizeObserver", Resizing);
  for (const size of ["offsetWidth", "offsetHeight"] as const)
    vi.spyOn(HTMLElement.prototype, size, "get").mockReturnValue(900);
  render(
    <WorkflowCanvas document={document} catalogue={CATALOGUE} actions={READ_ONLY} room={ROOM}>
      <CanvasProbe />
    </WorkflowCanvas>,
  );
  act(() => void probed.flow.setViewport({ x: 0, y: 0, zoom: 1 }));
  rest();
});

afterEach(() => void vi.useRealTimers());

const frame = () => act(() => void vi.advanceTimersToNextFrame());
const rest = () => act(() => void vi.advanceTimersByTime(200));
const filled = () => ids.filter((id) => screen.queryByText(id));
const goFar = () => act(() => void probed.flow.setViewport({ x: -FAR_PX, y: 0, zoom: 1 }));

test("cards that come into view while it moves are there at once, and are filled some in each frame", () => {
  goFar();
  expect(screen.getAllByRole("group", { name: /^far/ })).toHaveLength(COLUMN);
  expect(filled()).toEqual([]);

  frame();
  expect(filled()).toHaveLength(5);
  frame();
  frame();
  expect(filled()).toEqual(ids);
});

test("while somebody zooms, what comes into view is an outline, and is filled once the zoom rests", () => {
  act(() => void probed.flow.setViewport({ x: -FAR_PX, y: 0, zoom: 0.9 }));
  for (let at = 0; at < 5; at += 1) {
    frame();
    const zoom = 0.8 - at / 100;
    act(() => void probed.flow.setViewport({ x: -FAR_PX * zoom, y: 0, zoom }));
  }
  expect(screen.getAllByRole("group", { name: /^far/ })).toHaveLength(COLUMN);
  expect(filled()).toEqual([]);

  rest();
  frame();
  frame();
  frame();
  expect(filled()).toEqual(ids);
});

test("what comes into view is as large as it was said to be, and is not measured", () => {
  const told = () => {
    const node = probed.store.getState().nodeLookup.get("far3");
    return [node?.measured, node?.internals.handleBounds];
  };
  const before = told();
  expect(before[1]).toMatchObject({ target: [{ id: "in" }] });

  goFar();

  expect(told()).toEqual(before);
});
