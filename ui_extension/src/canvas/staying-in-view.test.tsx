// @vitest-environment jsdom
import { act, render } from "@testing-library/react";
import { ReactFlow, useStoreApi } from "@xyflow/react";
import { beforeEach, expect, test } from "vitest";
import { withoutResizing } from "@/testing/observers";
import { FlowProvider } from "./flow";
import { useStayingInView } from "./staying-in-view";

beforeEach(withoutResizing);

let store: ReturnType<typeof useStoreApi> | undefined;
const Staying = () => {
  store = useStoreApi();
  useStayingInView();
  return null;
};

/** Where the view is led to when the canvas becomes half as high, below a card at `y`. */
function ledTo(y: number, selected: boolean) {
  const centres: unknown[] = [];
  const card = { id: "a", position: { x: 0, y }, width: 240, height: 56, selected, data: {} };
  render(
    <ReactFlow nodes={[card]}>
      <FlowProvider>
        <Staying />
      </FlowProvider>
    </ReactFlow>,
  );
  act(() => {
    store?.setState({
      width: 400,
      height: 600,
      setCenter: async (...at: unknown[]) => centres.push(at) > 0,
    } as never);
  });
  act(() => store?.setState({ height: 300 }));
  return centres;
}

test("the step that is selected stays in view when a sheet comes up over it", () => {
  expect(ledTo(400, true)).toEqual([[120, 428, { zoom: 1 }]]);
});

test("the view stays where it is when the step is still seen, or nothing is selected", () => {
  expect(ledTo(100, true)).toEqual([]);
  expect(ledTo(400, false)).toEqual([]);
});
