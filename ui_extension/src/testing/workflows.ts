/** Builders of documents and activities, for tests. */

import { type Activity, Catalogue } from "../core/catalogue/activity.ts";
import type { WorkflowDocument, WorkflowNode } from "../core/document/schema.gen.ts";
import { positionsOf } from "../core/geometry/positions.ts";
import { sizesOf } from "../core/geometry/sizes.ts";
import type { JsonObject } from "../core/json/json.ts";

export function aNode(id: string, change: Partial<WorkflowNode> = {}): WorkflowNode {
  return { id, type: "data.set@1", with: {}, ...change };
}

/** Edges are written `a.port->b`. */
export function aWorkflow(
  nodes: readonly (string | WorkflowNode)[],
  edges: readonly string[] = [],
  change: Partial<WorkflowDocument> = {},
): WorkflowDocument {
  return {
    schema: "wfplatform/v1",
    name: "example",
    nodes: nodes.map((node) => (typeof node === "string" ? aNode(node) : node)),
    edges: edges.map(anEdge),
    ...change,
  };
}

export function anEdge(text: string): { from: string; to: string } {
  const [from = "", to = ""] = text.split("->");
  return { from, to };
}

export function aLoop(
  id: string,
  nodes: readonly WorkflowNode[],
  edges: readonly string[] = [],
): WorkflowNode {
  return {
    id,
    type: "flow.foreach@1",
    with: { items: "input.items" },
    bodies: { body: { nodes, edges: edges.map(anEdge) } },
  };
}

export function anActivity(type: string, change: Partial<Activity> = {}): Activity {
  const [name = type, major = "1"] = type.split("@");
  return {
    type,
    name,
    major: Number(major),
    title: name,
    category: "Data",
    summary: "",
    help: "",
    icon: "box",
    config_schema: { type: "object", properties: {} },
    input_schema: null,
    output_schema: null,
    ports: [{ name: "out", title: "out", must_handle: false }],
    ports_from: [],
    effect: "pure",
    lanes: ["express", "run"],
    connection: null,
    instruction: null,
    bodies: [],
    waits: false,
    remedies: {},
    ...change,
  };
}

const FETCH_CONFIG: JsonObject = {
  type: "object",
  required: ["url"],
  properties: { url: { type: "string" }, method: { type: "string", default: "GET" } },
};

export const CATALOGUE = new Catalogue([
  anActivity("data.set@1"),
  anActivity("http.request@1", {
    category: "Network",
    config_schema: FETCH_CONFIG,
    output_schema: {
      type: "object",
      properties: { status: { type: "integer" }, url: { type: "string" }, body: {} },
    },
  }),
  anActivity("flow.decision@1", {
    category: "Flow",
    ports: [],
    ports_from: ["/with/cases/*/port", "/with/default"],
    instruction: "decision",
  }),
  anActivity("flow.foreach@1", {
    category: "Flow",
    ports: [
      { name: "out", title: "done", must_handle: false },
      { name: "partial", title: "some failed", must_handle: false },
    ],
    bodies: ["body"],
    instruction: "foreach",
  }),
  anActivity("data.validate@1", {
    config_schema: { type: "object", properties: { on_invalid: { type: "string", default: "fail" } } },
    ports: [
      { name: "out", title: "valid", must_handle: false },
      {
        name: "invalid",
        title: "invalid",
        must_handle: false,
        given: { pointer: "/with/on_invalid", value: "port" },
      },
    ],
  }),
]);

/** Where the steps of the document's own graph stand, and how large. */
export function standing(document: WorkflowDocument, catalogue: Catalogue) {
  const positions = positionsOf(document);
  const sizes = sizesOf(document, catalogue, positions);
  return (document.nodes ?? []).map(({ id }) => ({
    id,
    x: 0,
    y: 0,
    width: 0,
    height: 0,
    ...sizes.get(id),
    ...positions.get(id),
  }));
}
