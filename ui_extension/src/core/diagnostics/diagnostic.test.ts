import { expect, test } from "vitest";
import { aLoop, aNode, aWorkflow } from "../../testing/workflows.ts";
import type { WorkflowDocument } from "../document/schema.gen.ts";
import { type Diagnostic, edgeAt, marksOf, placeIn, rolledUp } from "./diagnostic.ts";

const found = (pointer: string, missing: string | null): Diagnostic => ({
  code: "WF-CMP-1",
  message: "",
  pointer,
  node: "a",
  missing,
  severity: "error",
});

test("what is missing belongs to the field that is empty, also when nothing is configured yet", () => {
  expect(placeIn(found("/nodes/0/with", "url"))).toEqual(["with", "url"]);
  expect(placeIn(found("/nodes/0", "items"))).toEqual(["with", "items"]);
  expect(placeIn(found("/nodes/2/bodies/body/nodes/0/with/cases/1", "port"))).toEqual([
    "with",
    "cases",
    "1",
    "port",
  ]);
});

test("everything else is where the server says", () => {
  expect(placeIn(found("/nodes/0/with/url", null))).toEqual(["with", "url"]);
  expect(placeIn(found("/nodes/0/retry/max_attempts", null))).toEqual(["retry", "max_attempts"]);
  expect(placeIn(found("/nodes/0/bodies/body/nodes/1/with/values/nodes/0", null))).toEqual([
    "with",
    "values",
    "nodes",
    "0",
  ]);
});

test("a finding about an edge leads to that edge, in a body as well", () => {
  const inner = { from: "b", to: "nowhere" };
  const outer = { from: "a", to: "each" };
  const document = {
    nodes: [{ id: "a" }, { id: "each", bodies: { body: { nodes: [{ id: "b" }], edges: [inner] } } }],
    edges: [outer],
  } as unknown as WorkflowDocument;

  expect(edgeAt(document, found("/edges/0/from", null))).toBe(outer);
  expect(edgeAt(document, found("/nodes/1/bodies/body/edges/0", null))).toBe(inner);
  expect(edgeAt(document, found("/nodes/0/with/url", null))).toBeUndefined();
  expect(edgeAt(document, found("/edges/7", null))).toBeUndefined();
});

test("what a collapsed container hides is marked at it; what is in view is marked where it stands alone", () => {
  const loops = [aLoop("outer", [aLoop("inner", [aNode("x")])]), aLoop("open", [aNode("y")])];
  const layout = { nodes: { outer: { x: 0, y: 0, collapsed: true } } };
  const one = { code: "X", message: "", pointer: "", severity: "error" };
  const all = ["outer", "x", "x", "y"].map((node) => ({ ...one, node }));
  const marks = rolledUp(marksOf(all), aWorkflow(loops, [], { layout }));
  expect([...marks].map(([id, { errors }]) => `${id} ${errors}`)).toEqual(["outer 3", "x 2", "y 1"]);
});
