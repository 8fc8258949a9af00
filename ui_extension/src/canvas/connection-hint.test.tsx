// @vitest-environment jsdom
import { act, render, screen } from "@testing-library/react";
import { ReactFlow, useStoreApi } from "@xyflow/react";
import { beforeEach, expect, test } from "vitest";
import { withoutResizing } from "@/testing/observers";
import { aWorkflow, CATALOGUE } from "@/testing/workflows";
import { ConnectionHint } from "./connection-hint";
import { draw } from "./mapping";

beforeEach(withoutResizing);

const NODE_TYPES = { card: () => null };
const PANE = { width: 300, height: 200 };

let store: ReturnType<typeof useStoreApi> | undefined;
const Held = () => {
  store = useStoreApi();
  return null;
};

/** As large as `PANE`, with an edge drawn from a step to itself, which stands at a place in the view. */
function hintAt(x: number, y: number) {
  const document = aWorkflow(["a"], [], { layout: { nodes: { a: { x, y } } } });
  const { nodes } = draw({ document, catalogue: CATALOGUE });
  render(
    <ReactFlow nodes={[...nodes]} nodeTypes={NODE_TYPES} nodesConnectable={false}>
      <Held />
      <ConnectionHint
        document={document}
        catalogue={CATALOGUE}
        refusal={(reason) => `No: ${reason}`}
        unfit={() => ""}
      />
    </ReactFlow>,
  );
  act(() => {
    const node = store?.getState().nodeLookup.get("a");
    const connection = {
      inProgress: true,
      toNode: node,
      fromNode: node,
      fromHandle: { id: "out", type: "source" },
      to: { x: 0, y: 0 },
    };
    store?.setState({ ...PANE, connection } as never);
  });
  const { left, top, transform } = screen.getByText("No: self").style;
  const share = Number(/^translate\((-?[\d.]+)%/.exec(transform)?.[1]);
  return { left: Number.parseFloat(left), top: Number.parseFloat(top), share };
}

test.each([
  [-400, -300],
  [20, 4],
  [290, 190],
  [900, 900],
])("the reason of a refusal is all on the canvas for a card at %i, %i", (x, y) => {
  const { left, top, share } = hintAt(x, y);
  // Whatever its width: it begins right of the left edge, and ends left of the right one.
  for (const width of [40, PANE.width]) {
    const begins = left + (share / 100) * width;
    expect(begins).toBeGreaterThan(-0.01);
    expect(begins + width).toBeLessThan(PANE.width + 0.01);
  }
  expect(top).toBeGreaterThanOrEqual(32);
  expect(top).toBeLessThanOrEqual(PANE.height);
});
