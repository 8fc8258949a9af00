/** Random documents and edits of them, for properties. */

import fc from "fast-check";
import { type Patch, WORKFLOW } from "../core/document/patches.ts";
import type { WorkflowDocument } from "../core/document/schema.gen.ts";
import { indexOf } from "../core/document/scopes.ts";
import { ExactNumber } from "../core/json/exact.ts";
import { fromEntries, type Json, type JsonObject } from "../core/json/json.ts";

/** Among them those that JavaScript puts out of order, and the one that it takes for a prototype. */
const aKey = fc.constantFrom("url", "404", "200", "b", "a", "__proto__", "with", "title");

export const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.constantFrom<Json>(null, true, 0, 1.5, new ExactNumber("1.0"), "", "text", "${{ steps.a.output }}"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.uniqueArray(fc.tuple(aKey, tie("value")), { selector: ([key]) => key, maxLength: 4 }).map(fromEntries),
  ),
})).value;

const object = json.filter(
  (value): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value),
);

/** Up to ten nodes, some of them in bodies two deep, with edges, places, notes and groups. */
export const workflow: fc.Arbitrary<WorkflowDocument> = fc
  .record({
    parents: fc.array(fc.nat(9), { maxLength: 10 }),
    edges: fc.array(fc.tuple(fc.nat(9), fc.nat(9), fc.constantFrom("out", "error")), { maxLength: 12 }),
    config: object,
    hasLayout: fc.boolean(),
  })
  .map(({ parents, edges, config, hasLayout }) => {
    const scopes = parents.map((parent, index) => (parent % 3 === 0 && parent < index ? parent : -1));
    const graph = (scope: number, depth: number): JsonObject => ({
      nodes: scopes.flatMap((of, index) => (of === scope ? [node(index, depth)] : [])),
      edges: edgesOf(scope),
    });
    const node = (index: number, depth: number): JsonObject => ({
      id: `n${index}`,
      type: "data.set@1",
      with: config,
      ...(depth < 3 && scopes.includes(index) ? { bodies: { body: graph(index, depth + 1) } } : {}),
    });
    const edgesOf = (scope: number): JsonObject[] => {
      const seen = new Set<string>();
      return edges.flatMap(([from, to, port]) => {
        const key = `${from}.${port}->${to}`;
        if (scopes[from] !== scope || scopes[to] !== scope || from >= to || seen.has(key)) return [];
        seen.add(key);
        return [{ from: port === "out" ? `n${from}` : `n${from}.${port}`, to: `n${to}` }];
      });
    };
    const layout = {
      nodes: fromEntries(scopes.map((_, index) => [`n${index}`, { x: index * 10, y: 0 }])),
      groups: [{ id: "g", nodes: scopes.map((_, index) => `n${index}`) }],
    };
    const document = {
      schema: "wfplatform/v1",
      name: "random",
      ...graph(-1, 0),
      ...(hasLayout ? { layout } : {}),
    };
    return document as unknown as WorkflowDocument;
  });

/** One patch that may or may not find its target in the document. */
export function patchOf(document: WorkflowDocument): fc.Arbitrary<Patch> {
  const index = indexOf(document);
  const node = fc.constantFrom(...index.nodes.keys(), "gone");
  const scope = fc.constantFrom(...index.graphs.keys());
  const path = fc.array(aKey, { minLength: 1, maxLength: 3 });
  const on = node.map((id) => ({ kind: "node", id }) as const);
  return fc.oneof(
    fc.record({
      op: fc.constant("set" as const),
      on,
      path: path.map((keys) => ["with", ...keys]),
      value: json,
    }),
    fc.record({ op: fc.constant("unset" as const), on, path, prune: fc.nat(2) }),
    fc.record({
      op: fc.constant("set" as const),
      on: fc.constant(WORKFLOW),
      path: node.map((id) => ["layout", "nodes", id]),
      value: fc.record({ x: fc.nat(500), y: fc.nat(500) }),
    }),
    fc.record({
      op: fc.constant("add" as const),
      kind: fc.constant("node" as const),
      scope,
      item: fc.nat(5).map((number) => ({ id: `new${number}`, type: "data.set@1" })),
      after: fc.oneof(fc.constant(null), node),
    }),
    fc.record({
      op: fc.constant("add" as const),
      kind: fc.constantFrom("note" as const, "trigger" as const),
      scope: fc.constant(""),
      item: fc.nat(5).map((number) => ({ id: `new${number}` })),
    }),
    fc.record({ op: fc.constant("remove" as const), kind: fc.constant("node" as const), id: node }),
    fc.record({
      op: fc.constant("remove" as const),
      kind: fc.constant("edge" as const),
      id: fc.tuple(node, node).map(([from, to]) => `${from}->${to}`),
    }),
  );
}
