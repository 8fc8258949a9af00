import { describe, expect, test, vi } from "vitest";
import { renameNode } from "@/core/document/commands/nodes";
import { readDocument } from "@/core/document/reading";
import { parseText, writeText } from "@/core/document/text-formats";
import { overlap } from "@/core/geometry/shapes";
import type { Json } from "@/core/json/json";
import { parseJson } from "@/core/json/parse";
import { aLoop, aNode, aWorkflow, CATALOGUE, standing } from "@/testing/workflows";
import { type CommandId, REGISTRY } from "./commands";
import type { Doors } from "./doors";
import { outlineRows } from "./outline-rows";
import { createDesignerStore, type DesignerState } from "./store";
import { keysOf } from "./use-keys";

function opened(document = aWorkflow(["a", "b"], ["a->b"])) {
  const store = createDesignerStore({ name: "example", document, catalogue: CATALOGUE });
  let clip = "";
  const doors: Doors = {
    readText: async () => clip,
    writeText: async (text) => {
      clip = text;
    },
    openAdd: vi.fn(),
    openInsert: vi.fn(),
    openFind: vi.fn(),
    openMove: vi.fn(),
    openRename: vi.fn(),
    openKeys: vi.fn(),
    zoom: vi.fn(),
    write: vi.fn(),
    pointed: vi.fn(() => null),
    middle: vi.fn(() => null),
    tell: { refused: vi.fn(), cut: vi.fn(), unpasted: vi.fn(), uncopied: vi.fn() },
  };
  const run = async (id: CommandId) => await REGISTRY[id].run(store.getState(), doors);
  const ids = () => store.getState().document.nodes?.map((node) => node.id);
  return { store, doors, run, ids };
}

/** Pairs of steps of the document's own graph that stand on each other. */
function covered({ document, catalogue }: DesignerState) {
  const rects = standing(document, catalogue);
  return rects.flatMap((one, index) =>
    rects.slice(index + 1).flatMap((other) => (overlap(one, other) ? [`${one.id} ${other.id}`] : [])),
  );
}

describe("the commands", () => {
  test("what is cut can be pasted, and all of it undone", async () => {
    const { store, run, ids } = opened();
    store.getState().select({ nodes: ["a", "b"] });
    await run("cut");
    expect(ids()).toEqual([]);
    await run("paste");
    expect(ids()).toEqual(["a", "b"]);
    expect(store.getState().document.edges).toEqual([{ from: "a", to: "b" }]);
    await run("undo");
    await run("undo");
    expect(store.getState().document).toEqual(aWorkflow(["a", "b"], ["a->b"]));
    await run("redo");
    expect(ids()).toEqual([]);
  });

  test("a duplicate is selected, and stands beside what it was made from", async () => {
    const { store, run } = opened();
    store.getState().select({ nodes: ["a"] });
    await run("duplicate");
    expect(store.getState().selection.nodes).toEqual(["a_2"]);
    expect(store.getState().document.layout?.nodes?.["a_2"]).toBeDefined();
  });

  test("a copy of a container covers neither it nor what is below it", async () => {
    const layout = { nodes: { each: { x: 0, y: 0 }, x: { x: 0, y: 0 }, low: { x: 0, y: 300 } } };
    const { store, run } = opened(aWorkflow([aLoop("each", [aNode("x")]), "low"], [], { layout }));
    store.getState().select({ nodes: ["each"] });
    await run("duplicate");
    expect(covered(store.getState())).toEqual([]);
    expect(store.getState().document.layout?.nodes?.["each_2"]?.x).toBe(32);
  });

  test("a note stands beside the step that is selected, in a body as well", async () => {
    const layout = { nodes: { each: { x: 1_000, y: 500 }, x: { x: 100, y: 50 } } };
    const { store, run } = opened(aWorkflow([aLoop("each", [aNode("x")])], [], { layout }));
    store.getState().select({ nodes: ["x"] });
    await run("note");
    const [note] = store.getState().document.layout?.notes ?? [];
    expect(note?.x).toBeGreaterThan(1_100);
    expect(note?.y).toBeGreaterThan(550);
  });

  test("what is pasted comes where the pointer is, else into the middle of the view, and is shown", async () => {
    const { store, doors, run } = opened(aWorkflow([aLoop("each", []), "a"]));
    await doors.writeText(JSON.stringify({ nodes: [aNode("new"), aNode("next")] }));
    const places = () => store.getState().document.layout?.nodes;
    vi.mocked(doors.middle).mockReturnValue({ scope: "", at: { x: 5_000, y: 900 } });
    await run("paste");
    expect(places()?.["new"]).toEqual({ x: 5_000, y: 900 });
    // Nothing is said of where they stand: they are laid out, and not put onto each other.
    expect(covered(store.getState())).toEqual([]);
    expect(store.getState().focus?.id).toBe("new");
    expect(store.getState().selection.nodes).toEqual(["new", "next"]);
    vi.mocked(doors.pointed).mockReturnValue({ scope: "each/body", at: { x: 10, y: 20 } });
    await run("paste");
    expect(places()?.["new_2"]).toEqual({ x: 10, y: 20 });
  });

  test("it is said when there is nothing to paste", async () => {
    const { store, doors, run } = opened();
    const before = store.getState().document;
    await doors.writeText("only words");
    await run("paste");
    expect(doors.tell.unpasted).toHaveBeenLastCalledWith("nothing");
    doors.readText = () => Promise.reject(new DOMException("", "NotAllowedError"));
    await run("paste");
    expect(doors.tell.unpasted).toHaveBeenLastCalledWith("unreadable");
    expect(store.getState().document).toBe(before);
  });

  test("several steps are switched off and on together", async () => {
    const { store, run } = opened();
    store.getState().select({ nodes: ["a", "b"] });
    await run("toggle");
    expect(store.getState().document.nodes?.map((node) => node.disabled)).toEqual([true, true]);
    await run("toggle");
    expect(store.getState().document.nodes?.map((node) => node.disabled)).toEqual([undefined, undefined]);
  });

  test("a step whose renaming is undone, or done again, stays selected", () => {
    const { store } = opened();
    store.getState().edit("rename", renameNode(store.getState().document, "a", "first"));
    store.getState().select({ nodes: ["first"] });
    store.getState().undo();
    expect(store.getState().selection.nodes).toEqual(["a"]);
    store.getState().redo();
    expect(store.getState().selection.nodes).toEqual(["first"]);
  });

  test("a frame is drawn around steps of the workflow itself, and not around those of a body", async () => {
    const { store, run } = opened(aWorkflow([aLoop("each", [aNode("x")]), "a"]));
    store.getState().select({ nodes: ["x"] });
    expect(REGISTRY.group.isEnabled?.(store.getState())).toBe(false);
    store.getState().select({ nodes: ["x", "a"] });
    await run("group");
    expect(store.getState().document.layout?.groups?.map((group) => group.nodes)).toEqual([["a"]]);
    store.getState().select({ nodes: ["a"] });
    await run("remove");
    expect(store.getState().document.layout?.groups).toEqual([]);
    await run("undo");
    expect(store.getState().document.layout?.groups).toHaveLength(1);
  });

  test("what needs a selection cannot be done without one", () => {
    const { store } = opened();
    const needing = [
      "copy",
      "cut",
      "duplicate",
      "remove",
      "group",
      "rename",
      "moveInto",
      "moveOut",
      "left",
    ] as const;
    for (const id of [...needing, "spreadX", "insert", "straighten"] as const) {
      expect(REGISTRY[id].isEnabled?.(store.getState())).toBe(false);
    }
  });

  test("out of a body by one key, told what it costs, and back by one step", async () => {
    const document = aWorkflow([aLoop("each", [aNode("x"), aNode("y")], ["x->y"])]);
    const { store, run, doors } = opened(document);
    store.getState().select({ nodes: ["y"] });
    await run("moveOut");
    expect(store.getState().document.nodes?.map((node) => node.id)).toEqual(["each", "y"]);
    expect(doors.tell.cut).toHaveBeenCalledWith(1, 0);
    expect(store.getState().selection.nodes).toEqual(["y"]);
    await run("undo");
    expect(store.getState().document).toEqual(document);
  });

  test("where there is no body there is nothing to move into", () => {
    const { store } = opened();
    store.getState().select({ nodes: ["a"] });
    expect(REGISTRY.moveInto.isEnabled?.(store.getState())).toBe(false);
    expect(REGISTRY.moveOut.isEnabled?.(store.getState())).toBe(false);
  });

  test("steps are lined up in one step back, those of a body among themselves", async () => {
    const document = aWorkflow(["a", "b", aLoop("each", [aNode("x")])], [], {
      layout: {
        nodes: { a: { x: 0, y: 10 }, b: { x: 300, y: 90 }, each: { x: 0, y: 500 }, x: { x: 5, y: 5 } },
      },
    });
    const { store, run } = opened(document);
    store.getState().select({ nodes: ["a", "b", "x"] });
    await run("top");
    const places = store.getState().document.layout?.nodes;
    expect([places?.["a"]?.y, places?.["b"]?.y, places?.["x"]?.y]).toEqual([10, 10, 5]);
    await run("undo");
    expect(store.getState().document).toEqual(document);
    expect(REGISTRY.spreadX.isEnabled?.(store.getState())).toBe(false);
  });

  test("no two commands have the same keys", () => {
    const keys = Object.values(REGISTRY).flatMap((command) => command.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test.each([
    [{ key: "z", ctrlKey: true, metaKey: false, shiftKey: false }, "mod+z"],
    [{ key: "Z", ctrlKey: false, metaKey: true, shiftKey: true }, "mod+shift+z"],
    [{ key: "/", ctrlKey: false, metaKey: false, shiftKey: true }, "/"],
  ])("%j is %s", (event, keys) => {
    expect(keysOf(event)).toBe(keys);
  });
});

describe("text", () => {
  const value = {
    name: "x",
    nodes: [{ id: "a", with: { "404": "no", "200": "yes", on: true, when: "a: b" } }],
  } as unknown as Json;

  test.each(["json", "yaml"] as const)("%s keeps values and the order of keys", (format) => {
    const text = writeText(value, format);
    expect(writeText(parseText(text, format), format)).toBe(text);
    expect(parseText(text, format)).toEqual(value);
  });

  test("JSON and YAML are the same document", () => {
    expect(writeText(parseText(writeText(value, "yaml"), "yaml"), "json")).toBe(writeText(value, "json"));
  });

  test.each(["json", "yaml"] as const)("%s keeps numbers as they are written", (format) => {
    const numbers = parseJson('{"a":9007199254740993,"b":[1.0,-0.50,1e400,0],"c":"1.0"}');
    const text = writeText(numbers, format);
    expect(writeText(parseText(text, format), "json")).toBe(writeText(numbers, "json"));
    expect(text).toContain("9007199254740993");
  });

  test("the same number in two places is written twice", () => {
    const one = parseJson("1.0");
    expect(writeText({ a: one, b: one }, "yaml")).toBe("a: 1.0\nb: 1.0\n");
  });

  test("a key that is written among others stands there, and other numbers are another document", () => {
    const { store } = opened();
    const before = writeText(store.getState().document as unknown as Json, "json");
    const next = before.replace('"nodes"', '"title": "T",\n  "env": { "b": 1, "404": 1.0 },\n  "nodes"');
    const replaceBy = (text: string) => {
      const read = readDocument(parseText(text, "json"));
      if ("document" in read) store.getState().replace(read.document);
      return writeText(store.getState().document as unknown as Json, "json");
    };
    expect(replaceBy(next)).toBe(writeText(parseText(next, "json"), "json"));
    const other = next.replace('"b": 1, "404": 1.0', '"404": 1.00, "b": 1');
    expect(replaceBy(other)).toBe(writeText(parseText(other, "json"), "json"));
  });

  test("what cannot be read says where", () => {
    expect(() => parseText("a: [1", "yaml")).toThrow(/line 1/);
  });
});

test("the outline reads in the order in which things happen, bodies below their containers", () => {
  const document = aWorkflow(
    ["last", aLoop("each", [aNode("x")]), aNode("first", { title: "First" })],
    ["first->each", "each.error->last"],
  );
  expect(outlineRows(document).map((row) => [row.id, row.level, row.follows.join()])).toEqual([
    ["first", 1, ""],
    ["each", 1, "First"],
    ["x", 2, ""],
    ["last", 1, "each (error)"],
  ]);
});
