import { expect, test, vi } from "vitest";
import { draw } from "@/canvas/mapping";
import { overlap } from "@/core/geometry/shapes";
import { aLoop, aNode, aWorkflow, CATALOGUE } from "@/testing/workflows";
import { type CommandId, REGISTRY } from "./commands";
import type { Doors } from "./doors";
import { createDesignerStore } from "./store";

const DRAWN = aWorkflow(["a", "b", aLoop("each", [aNode("x")])], ["a->b"], {
  layout: {
    nodes: { a: { x: 0, y: 0 }, b: { x: 320, y: 0 }, each: { x: 0, y: 400 }, x: { x: 0, y: 0 } },
    notes: [{ id: "n", text: "Why", x: 0, y: 200 }],
    groups: [{ id: "g", title: "Both", nodes: ["a", "b"] }],
  },
});

function opened(document = DRAWN) {
  const store = createDesignerStore({ name: "example", document, catalogue: CATALOGUE });
  let clip = "";
  const doors = {
    readText: async () => clip,
    writeText: async (text: string) => {
      clip = text;
    },
    pointed: () => null,
    middle: () => null,
    tell: { unpasted: vi.fn(), uncopied: vi.fn() },
  } as unknown as Doors;
  const run = async (id: CommandId) => await REGISTRY[id].run(store.getState(), doors);
  const canRun = (id: CommandId) => REGISTRY[id].isEnabled?.(store.getState());
  const select = (nodes: readonly string[]) => store.getState().select({ nodes });
  const layout = () => store.getState().document.layout;
  return { store, doors, run, canRun, select, layout };
}

test("a note that is cut with a step is pasted with it", async () => {
  const { store, run, select, layout } = opened();
  select(["a", "note:n"]);
  await run("cut");
  expect(layout()?.notes).toEqual([]);
  await run("paste");
  expect(layout()?.notes).toMatchObject([{ text: "Why" }]);
  expect(store.getState().selection.nodes).toEqual(["a", "note:n"]);
});

test("a frame is cut with what it is drawn around, and comes back with it", async () => {
  const { store, run, select, layout } = opened();
  select(["group:g"]);
  await run("cut");
  expect(store.getState().document.nodes?.map((node) => node.id)).toEqual(["each"]);
  expect(layout()?.groups).toEqual([]);
  await run("paste");
  expect(layout()?.groups).toEqual([{ id: "g", title: "Both", nodes: ["a", "b"] }]);
  await run("undo");
  await run("undo");
  expect(store.getState().document).toEqual(DRAWN);
});

test("a frame that is pasted covers neither another frame nor a note, where it is aimed at and with what it holds", async () => {
  const { store, run, select } = opened();
  select(["group:g"]);
  await run("duplicate");
  await run("duplicate");
  await run("copy");
  await run("paste");
  const { document, catalogue } = store.getState();
  const shown = draw({ document, catalogue }).nodes.filter((node) => node.type !== "area" && node.id !== "x");
  const rects = shown.map(({ id, position, width = 0, height = 0 }) => ({ id, ...position, width, height }));
  const members = (id: string) =>
    document.layout?.groups?.find((group) => `group:${group.id}` === id)?.nodes ?? [];
  const frames = rects.filter((one) => one.id.startsWith("group:"));
  const covered = frames.flatMap((frame) =>
    rects
      .filter((one) => one !== frame && !members(frame.id).includes(one.id) && overlap(one, frame))
      .map((one) => `${frame.id} ${one.id}`),
  );
  expect(frames).toHaveLength(4);
  expect(covered).toEqual([]);
});

test("a note is duplicated beside itself", async () => {
  const { run, select, layout } = opened();
  select(["note:n"]);
  await run("duplicate");
  expect(layout()?.notes?.at(-1)).toEqual({ id: "n_2", text: "Why", x: 32, y: 232 });
});

test("all that is on the canvas is selected, notes and frames too", async () => {
  const { store, run } = opened();
  await run("all");
  expect(store.getState().selection.nodes).toEqual(["a", "b", "each", "note:n", "group:g"]);
});

test("what an undo took away is not selected any more, so that nothing is copied over what was copied", async () => {
  const { store, run, canRun, select } = opened();
  select(["a"]);
  await run("duplicate");
  store.getState().select({ nodes: ["b", "a_2"], edges: ["a->b"] });
  await run("undo");
  expect(store.getState().selection).toEqual({ nodes: ["b"], edges: ["a->b"] });
  select(["a"]);
  await run("duplicate");
  await run("undo");
  expect(canRun("copy")).toBe(false);
});

test("what the browser does not take is not cut either, and that is told", async () => {
  const { store, doors, run, select } = opened();
  doors.writeText = () => Promise.reject(new Error("denied"));
  select(["a"]);
  await run("cut");
  expect(store.getState().document).toBe(DRAWN);
  await run("copy");
  expect(doors.tell.uncopied).toHaveBeenCalledTimes(2);
});
