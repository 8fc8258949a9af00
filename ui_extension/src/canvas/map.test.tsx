// @vitest-environment jsdom
import { fireEvent, render, screen } from "@testing-library/react";
import { ReactFlow, useStoreApi } from "@xyflow/react";
import { beforeEach, expect, test } from "vitest";
import { withoutResizing } from "@/testing/observers";
import { FlowProvider } from "./flow";
import { CanvasMap } from "./map";

let store: ReturnType<typeof useStoreApi> | undefined;
const Held = () => {
  store = useStoreApi();
  return null;
};

beforeEach(() => {
  withoutResizing();
  const captured = new WeakMap<Element, number>();
  Object.assign(HTMLCanvasElement.prototype, {
    getContext: () => null,
    setPointerCapture(this: Element, id: number) {
      captured.set(this, id);
    },
    hasPointerCapture(this: Element, id: number) {
      return captured.get(this) === id;
    },
  });
});

function asked() {
  const centres: unknown[] = [];
  render(
    <ReactFlow nodes={[]}>
      <FlowProvider>
        <Held />
        <CanvasMap />
      </FlowProvider>
    </ReactFlow>,
  );
  store?.setState({ setCenter: async (x: number, y: number) => centres.push([x, y]) > 0 } as never);
  return { map: screen.getByRole("img"), centres };
}

test("the map leads to where it is pressed, and follows as long as it is", () => {
  const { map, centres } = asked();
  fireEvent.pointerDown(map, { pointerId: 1, buttons: 1 });
  fireEvent.pointerMove(map, { pointerId: 1, buttons: 1 });
  expect(centres).toHaveLength(2);
});

test("what is dragged past the map leaves the view where it is", () => {
  const { map, centres } = asked();
  fireEvent.pointerMove(map, { pointerId: 1, buttons: 1 });
  expect(centres).toEqual([]);
});
