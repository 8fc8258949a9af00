import { expect, test } from "vitest";
import { applyAll } from "@/core/document/apply";
import { moveNodes } from "@/core/document/commands/layout";
import { setField } from "@/core/document/commands/nodes";
import { aLoop, aNode, aWorkflow, CATALOGUE } from "@/testing/workflows";
import { placesIn } from "./dropping";
import { withMembers } from "./frames";
import { tidy } from "./layout/tidy";
import { draw } from "./mapping";

const document = aWorkflow(
  ["a", aLoop("each", [aNode("x"), aNode("y")], ["x->y"]), "z"],
  ["a->each", "each.error->z"],
  {
    layout: { notes: [{ id: "n", text: "hi" }], groups: [{ id: "g", nodes: ["a", "z"] }] },
  },
);
const drawing = draw({ document, catalogue: CATALOGUE });

test("bodies are areas within their container, and their nodes within the areas", () => {
  const parents = Object.fromEntries(drawing.nodes.map((node) => [node.id, node.parentId]));
  expect(parents).toEqual({
    "group:g": undefined,
    "note:n": undefined,
    a: undefined,
    each: undefined,
    z: undefined,
    "each/body": "each",
    x: "each/body",
    y: "each/body",
  });
  expect(drawing.edges.map((edge) => [edge.source, edge.sourceHandle, edge.target])).toEqual([
    ["a", "out", "each"],
    ["each", "error", "z"],
    ["x", "out", "y"],
  ]);
});

test("every edge finds a handle at both ends", () => {
  const handles = new Map(
    drawing.nodes.map((node) => [node.id, (node.handles ?? []).map((handle) => handle.id)]),
  );
  for (const edge of drawing.edges) {
    expect(handles.get(edge.source)).toContain(edge.sourceHandle);
    expect(handles.get(edge.target)).toContain(edge.targetHandle);
  }
});

test("after an edit only what changed is another object", () => {
  const edited = applyAll(document, setField("x", ["title"], "X")).document;
  const after = draw({ document: edited, catalogue: CATALOGUE }, drawing);
  const before = new Map(drawing.nodes.map((node) => [node.id, node]));
  const redrawn = after.nodes.filter((node) => before.get(node.id) !== node).map((node) => node.id);
  // The container is another value too, since its body is.
  expect(redrawn).toEqual(["each", "x"]);
  expect(after.edges.every((edge) => drawing.edges.includes(edge))).toBe(true);
});

test("what is inside of a collapsed container is not drawn, nor the edges there", () => {
  const collapsed = { ...document, layout: { nodes: { each: { x: 0, y: 0, collapsed: true } } } };
  const { nodes, edges } = draw({ document: collapsed, catalogue: CATALOGUE });
  expect(nodes.map((node) => node.id)).toEqual(["a", "each", "z"]);
  expect(edges).toHaveLength(2);
});

test("tidying lays bodies out before what contains them, and nothing lies on anything", async () => {
  const { default: Elk } = await import("elkjs/lib/elk.bundled.js");
  const elk = new Elk();
  const places = await tidy(document, CATALOGUE, null, (graph) => elk.layout(graph));
  const tidied = applyAll(document, moveNodes(document, places)).document;
  const { positions, sizes } = draw({ document: tidied, catalogue: CATALOGUE });
  const ends = ["a", "each", "z"].map((id) => {
    const at = positions.get(id) ?? { x: 0, y: 0 };
    return { left: at.x, right: at.x + (sizes.get(id)?.width ?? 0) };
  });
  expect(ends[0]?.right).toBeLessThan(ends[1]?.left ?? 0);
  expect(ends[1]?.right).toBeLessThan(ends[2]?.left ?? 0);
  expect((positions.get("y")?.x ?? 0) - (positions.get("x")?.x ?? 0)).toBeGreaterThan(240);
});

test("a frame takes along the nodes that it is drawn around, each once, and no note", () => {
  const frame = drawing.nodes.find((node) => node.id === "group:g");
  const z = drawing.nodes.find((node) => node.id === "z");
  if (frame === undefined || z === undefined) throw new Error("not drawn");
  const to = { x: frame.position.x + 80, y: frame.position.y - 16 };
  const own = { type: "position", id: "a", position: { x: 7, y: 7 }, dragging: true } as const;
  const changes = withMembers(
    [{ type: "position", id: "group:g", position: to, dragging: true }, own],
    drawing.nodes,
  );
  expect(changes.slice(2)).toEqual([
    {
      type: "position",
      id: "z",
      position: { x: z.position.x + 80, y: z.position.y - 16 },
      dragging: true,
    },
  ]);
});

test("what is let go over a body stands where it was let go, right of and below its corner", () => {
  const at = (id: string) => {
    const node = drawing.nodes.find((one) => one.id === id);
    if (node === undefined) throw new Error(`${id} is not drawn`);
    return node.position;
  };
  const [each, area] = [at("each"), at("each/body")];
  const inside = { x: each.x + area.x + 24, y: each.y + area.y + 40 };
  const moved = drawing.nodes.map((node) =>
    node.id === "a"
      ? { ...node, position: { x: inside.x + 100, y: inside.y + 50 } }
      : node.id === "z"
        ? { ...node, position: { x: inside.x + 400, y: inside.y - 30 } }
        : node,
  );
  expect(placesIn("each/body", ["a"], moved).get("a")).toEqual({ x: 100, y: 50 });
  // They stand as they stood together.
  expect([...placesIn("each/body", ["a", "z"], moved).values()]).toEqual([
    { x: 100, y: 80 },
    { x: 400, y: 0 },
  ]);
  const x = at("x");
  expect(placesIn("", ["x"], drawing.nodes).get("x")).toEqual({
    x: each.x + area.x + x.x,
    y: each.y + area.y + x.y,
  });
});

test("an edge is drawn anew when it is bent, and not otherwise", () => {
  const bent = {
    ...document,
    layout: { ...document.layout, edges: { "a->each": { points: [{ x: 1, y: 2 }] } } },
  };
  const after = draw({ document: bent, catalogue: CATALOGUE }, drawing);
  const redrawn = after.edges.filter((edge) => !drawing.edges.includes(edge));
  expect(redrawn.map((edge) => [edge.id, edge.data?.bends])).toEqual([["a->each", [{ x: 1, y: 2 }]]]);
});
