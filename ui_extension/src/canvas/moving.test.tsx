// @vitest-environment jsdom
import { act, render } from "@testing-library/react";
import { useState } from "react";
import { beforeEach, expect, test } from "vitest";
import { applyAll } from "@/core/document/apply";
import { moveNodes } from "@/core/document/commands/layout";
import { CanvasProbe, probed } from "@/testing/canvas-probe";
import { withoutResizing } from "@/testing/observers";
import { aWorkflow, CATALOGUE } from "@/testing/workflows";
import { READ_ONLY } from "./actions";
import { WorkflowCanvas } from "./workflow-canvas";

beforeEach(() => {
  withoutResizing();
  HTMLCanvasElement.prototype.getContext = () => null;
});

const FIRST = aWorkflow(["a", "b"], ["a.out->b"], {
  layout: { nodes: { a: { x: 0, y: 0 }, b: { x: 300, y: 0 } } },
});

/** A canvas whose document hears of what was moved, and somebody who undoes it elsewhere. */
function Moving({ told }: { told: { undo?: () => void } }) {
  const [document, setDocument] = useState(FIRST);
  const [actions] = useState(() => ({
    ...READ_ONLY,
    isEditable: true,
    move: ({ nodes }: Parameters<typeof READ_ONLY.move>[0]) =>
      setDocument((before) => applyAll(before, moveNodes(before, nodes)).document),
  }));
  told.undo = () => setDocument(FIRST);
  return (
    <WorkflowCanvas document={document} catalogue={CATALOGUE} actions={actions}>
      <CanvasProbe />
    </WorkflowCanvas>
  );
}

const dragged = (x: number, dragging: boolean) =>
  act(() =>
    probed.store
      .getState()
      .triggerNodeChanges([{ id: "a", type: "position", position: { x, y: 160 }, dragging }]),
  );
const at = () => probed.flow.getNode("a")?.position;

test("what was dragged is told to React Flow once when it is let go, and what undoes it once more", () => {
  const told: { undo?: () => void } = {};
  render(<Moving told={told} />);
  dragged(32, true);
  let drawings = 0;
  const leave = probed.store.subscribe((now, before) => {
    if (now.nodes !== before.nodes) drawings += 1;
  });

  dragged(48, false);
  expect(at()).toEqual({ x: 48, y: 160 });
  expect(drawings).toBe(1);

  act(() => told.undo?.());
  expect(at()).toEqual({ x: 0, y: 0 });
  expect(drawings).toBe(2);
  leave();
});
