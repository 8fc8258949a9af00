// @vitest-environment jsdom
import { act, render } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { CanvasProbe, probed } from "@/testing/canvas-probe";
import { withoutResizing } from "@/testing/observers";
import { aWorkflow, CATALOGUE } from "@/testing/workflows";
import { READ_ONLY } from "./actions";
import { WorkflowCanvas } from "./workflow-canvas";

beforeEach(() => {
  withoutResizing();
  HTMLCanvasElement.prototype.getContext = () => null;
});

const PHONE = { widthPx: 358, heightPx: 222 };

function show() {
  render(
    <WorkflowCanvas
      document={aWorkflow(["a"])}
      catalogue={CATALOGUE}
      actions={READ_ONLY}
      room={PHONE}
      isInPage
    >
      <CanvasProbe />
    </WorkflowCanvas>,
  );
}

const resized = (width: number, height: number) => act(() => probed.store.setState({ width, height }));
const viewport = () => probed.flow.getViewport();

test("a drawing in a page is fitted anew when its room changes", () => {
  show();
  resized(PHONE.widthPx, PHONE.heightPx);
  const { x, y, zoom } = viewport();
  expect(zoom).toBe(1);

  resized(PHONE.widthPx + 400, PHONE.heightPx + 100);
  expect(viewport()).toEqual({ x: x + 200, y: y + 50, zoom: 1 });
  resized(150, 150);
  expect(viewport().zoom).toBeLessThan(1);
  resized(PHONE.widthPx, PHONE.heightPx);
  expect(viewport()).toEqual({ x, y, zoom });
});

test("of a drawing that somebody has moved the middle stays, and a bar to scroll by moves none", () => {
  show();
  resized(PHONE.widthPx, PHONE.heightPx);
  act(() => void probed.flow.setViewport({ x: 10, y: 20, zoom: 0.5 }));

  resized(PHONE.widthPx - 15, PHONE.heightPx);
  expect(viewport()).toEqual({ x: 10, y: 20, zoom: 0.5 });
  resized(PHONE.widthPx + 100, PHONE.heightPx);
  expect(viewport()).toEqual({ x: 60, y: 20, zoom: 0.5 });
});
