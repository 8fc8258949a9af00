// @vitest-environment jsdom
import { act, render } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, expect, test } from "vitest";
import { CanvasProbe, probed } from "@/testing/canvas-probe";
import { withoutResizing } from "@/testing/observers";
import { aWorkflow, CATALOGUE } from "@/testing/workflows";
import { READ_ONLY } from "./actions";
import { useFlow } from "./flow";
import { WorkflowCanvas } from "./workflow-canvas";

beforeEach(() => {
  withoutResizing();
  HTMLCanvasElement.prototype.getContext = () => null;
});

const canvas = (document: ReturnType<typeof aWorkflow>, within: ReactNode) => (
  <WorkflowCanvas document={document} catalogue={CATALOGUE} actions={READ_ONLY}>
    {within}
  </WorkflowCanvas>
);

const drawn = { times: 0 };
let flow: ReturnType<typeof useFlow>;
function Mover() {
  drawn.times += 1;
  flow = useFlow();
  return null;
}

test("whoever moves the view is not drawn anew when it can be moved", () => {
  const within = (
    <>
      <Mover />
      <CanvasProbe />
    </>
  );
  render(canvas(aWorkflow(["a"]), within));
  expect(probed.flow.viewportInitialized).toBe(true);
  expect(drawn.times).toBe(1);
  act(() => void flow.setViewport({ x: 10, y: 20, zoom: 0.5 }));
  expect(flow.getViewport()).toEqual({ x: 10, y: 20, zoom: 0.5 });
});

test("steps and edges that come later than the first ones are drawn", () => {
  const { rerender } = render(canvas(aWorkflow(["a", "b"], ["a->b"]), <CanvasProbe />));
  const known = () => {
    const { nodeLookup, edgeLookup } = probed.store.getState();
    return [[...nodeLookup.keys()], [...edgeLookup.values()].map(({ source, target }) => source + target)];
  };
  expect(known()).toEqual([["a", "b"], ["ab"]]);
  rerender(canvas(aWorkflow(["a", "b", "c"], ["a->b", "b->c"]), <CanvasProbe />));
  expect(known()).toEqual([
    ["a", "b", "c"],
    ["ab", "bc"],
  ]);
  rerender(canvas(aWorkflow(["a", "c"], []), <CanvasProbe />));
  expect(known()).toEqual([["a", "c"], []]);
});
