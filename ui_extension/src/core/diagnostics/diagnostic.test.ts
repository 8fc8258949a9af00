import { expect, test } from "vitest";
import type { WorkflowDocument } from "../document/schema.gen.ts";
import { type Diagnostic, edgeAt, placeIn } from "./diagnostic.ts";

const found = (pointer: string, hint: string | null): Diagnostic => ({
  code: "WF-CMP-1",
  message: "",
  pointer,
  node: "a",
  hint,
  severity: "error",
});

test("what is missing belongs to the field that is empty, also when nothing is configured yet", () => {
  expect(placeIn(found("/nodes/0/with", "Add 'url'."))).toEqual(["with", "url"]);
  expect(placeIn(found("/nodes/0", "Add 'items'."))).toEqual(["with", "items"]);
  expect(placeIn(found("/nodes/2/bodies/body/nodes/0/with/cases/1", "Add 'port'."))).toEqual([
    "with",
    "cases",
    "1",
    "port",
  ]);
});

test("everything else is where the server says", () => {
  expect(placeIn(found("/nodes/0/with/url", null))).toEqual(["with", "url"]);
  expect(placeIn(found("/nodes/0/retry/max_attempts", "Add it up."))).toEqual(["retry", "max_attempts"]);
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
