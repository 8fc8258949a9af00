// @vitest-environment jsdom
import { startTransition, useLayoutEffect } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withoutResizing } from "@/testing/observers";
import { aWorkflow, CATALOGUE } from "@/testing/workflows";
import { READ_ONLY } from "./actions";
import { WorkflowCanvas } from "./workflow-canvas";

/** The page's turn in which each card was drawn. */
const drawing = vi.hoisted(() => ({ turn: 0, turns: [] as number[] }));
vi.mock("./nodes/card", async (original) => {
  const { Card } = await original<typeof import("./nodes/card")>();
  const Noted = (props: Parameters<typeof Card>[0]) => {
    drawing.turns.push(drawing.turn);
    return <Card {...props} />;
  };
  return { Card: Noted };
});

// jsdom lays nothing out; and a tab in the background draws no frames.
beforeEach(() => {
  withoutResizing();
  vi.stubGlobal("requestAnimationFrame", () => 0);
  HTMLCanvasElement.prototype.getContext = () => null;
});

let root: Root;
let turning: ReturnType<typeof setInterval>;
beforeEach(() => {
  drawing.turns = [];
  turning = setInterval(() => {
    drawing.turn += 1;
  });
});
afterEach(() => {
  clearInterval(turning);
  root.unmount();
});

const ROOM = { widthPx: 900, heightPx: 600 };
const shown = (attribute: string) =>
  [...document.querySelectorAll(`[${attribute}]`)].map((one) => one.getAttribute(attribute));
const cards = () => shown("data-node");

/** A row of steps, each after the one before, 300 px apart. */
function aRow(count: number, gapPx = 300) {
  const ids = Array.from({ length: count }, (_, index) => `n${index}`);
  return aWorkflow(
    ids,
    ids.slice(1).map((id, index) => `n${index}->${id}`),
    { layout: { nodes: Object.fromEntries(ids.map((id, index) => [id, { x: index * gapPx, y: 0 }])) } },
  );
}

function Probe({ onLayout }: { onLayout: () => void }) {
  useLayoutEffect(onLayout, [onLayout]);
  return null;
}

function drawn(workflow: ReturnType<typeof aRow>, onLayout: () => void = () => undefined) {
  const place = document.body.appendChild(document.createElement("div"));
  root = createRoot(place);
  startTransition(() =>
    root.render(
      <WorkflowCanvas document={workflow} catalogue={CATALOGUE} actions={READ_ONLY} room={ROOM}>
        <Probe onLayout={onLayout} />
      </WorkflowCanvas>,
    ),
  );
}

test("what is in view is there with the first render, with its edges, and nothing else", async () => {
  const first = { cards: [] as unknown[], edges: 0 };
  drawn(aRow(40), () => {
    first.cards = cards();
    first.edges = document.querySelectorAll(".react-flow__edge-path").length;
  });
  await vi.waitFor(() => expect(first.cards).toEqual(["n0", "n1", "n2", "n3", "n4"]));
  expect(first.edges).toBe(5);
});

test("it is drawn in slices: the page answers in between, and frames are not needed for it", async () => {
  drawn(aRow(100, 1));
  await vi.waitFor(() => expect(cards()).toHaveLength(100), 8_000);
  expect(new Set(drawing.turns).size).toBeGreaterThan(2);
});
