// @vitest-environment jsdom
import { createEvent, fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { originOf } from "@/core/geometry/origins";
import { overlap } from "@/core/geometry/shapes";
import { chooseStep, opened, speakEnglish, withoutLayout } from "@/testing/designing";
import { aLoop, aNode, aWorkflow, CATALOGUE, standing } from "@/testing/workflows";

beforeAll(speakEnglish);
beforeEach(withoutLayout);

type Opened = ReturnType<typeof opened>;

const EACH = aLoop("each", [aNode("x"), aNode("y")]);
const layout = {
  nodes: { a: { x: 0, y: 0 }, each: { x: 320, y: 0 }, x: { x: 0, y: 0 }, y: { x: 320, y: 0 } },
};

/** What was added, and the steps of the document's own graph that it covers. */
function coveredBy({ store }: Opened) {
  const { document, selection } = store.getState();
  const [id = ""] = selection.nodes;
  const rects = standing(document, CATALOGUE);
  const own = rects.find((one) => one.id === id);
  const covered = rects.filter((one) => one !== own && own !== undefined && overlap(one, own));
  return { id, covered: covered.map((one) => one.id) };
}

test("a step that an edge leads to over a container stands beside it, and not beneath", async () => {
  const designer = opened(aWorkflow(["a", EACH], [], { layout }));
  designer.dragEdge("a", "out", 400, 60)();
  await chooseStep("data.set");
  expect(coveredBy(designer)).toEqual({ id: "set", covered: [] });
});

test("a step behind a container stands right of all that the container holds", async () => {
  const designer = opened(aWorkflow(["a", EACH], [], { layout }));
  designer.choose("each");
  await userEvent.keyboard("/");
  await chooseStep("data.set");
  expect(coveredBy(designer)).toEqual({ id: "set", covered: [] });
  expect(designer.placeOf("set")?.y).toBe(0);
});

test("a step that is added by a click on the palette stands right of everything", async () => {
  const designer = opened(aWorkflow(["a", EACH], [], { layout }));
  await userEvent.click(screen.getByRole("button", { name: "data.set" }));
  expect(coveredBy(designer)).toEqual({ id: "set", covered: [] });
  expect(designer.placeOf("set")?.y).toBe(0);
});

test("a step that is dropped at the border of a body stands in it, and on none of its steps", () => {
  const { store, placeOf } = opened(aWorkflow(["a", EACH], [], { layout }));
  window.document.elementFromPoint = () => null;
  const { transform } = window.document.querySelector<HTMLElement>(".react-flow__viewport")?.style ?? {};
  const [left = 0, top = 0, zoom = 1] = (transform?.match(/-?[\d.]+/g) ?? []).map(Number);
  const { x, y } = originOf(store.getState().document, CATALOGUE, "each/body");
  const pane = window.document.querySelector(".react-flow") as Element;
  const drop = createEvent.drop(pane, { dataTransfer: { getData: () => "data.set@1" } });
  // jsdom's drags are nowhere.
  Object.defineProperties(drop, {
    clientX: { value: (x + 2) * zoom + left },
    clientY: { value: (y + 20) * zoom + top },
  });
  fireEvent(pane, drop);
  expect(store.getState().document.nodes?.[1]?.bodies?.["body"]?.nodes?.map(({ id }) => id)).toContain("set");
  expect(placeOf("set")?.x).toBe(0);
  expect(placeOf("set")?.y).toBeGreaterThan(56);
});
