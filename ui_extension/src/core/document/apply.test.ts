import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { patchOf, workflow } from "../../testing/arbitrary.ts";
import { aLoop, aNode, aWorkflow } from "../../testing/workflows.ts";
import type { Json } from "../json/json.ts";
import { writeJson } from "../json/write.ts";
import { apply, applyAll } from "./apply.ts";
import type { Patch } from "./patches.ts";
import type { WorkflowDocument } from "./schema.gen.ts";

const written = (document: WorkflowDocument) => writeJson(document as unknown as Json);

describe("a patch", () => {
  test("is undone by its inverse to the letter, and done again by the inverse of that", () => {
    fc.assert(
      fc.property(
        workflow.chain((document) =>
          fc.tuple(fc.constant(document), fc.array(patchOf(document), { maxLength: 8 })),
        ),
        ([document, patches]) => {
          const before = written(document);
          const done = applyAll(document, patches);
          const undone = applyAll(done.document, done.inverses);
          const redone = applyAll(undone.document, undone.inverses);
          expect(undone.refused).toEqual([]);
          expect(written(undone.document)).toBe(before);
          expect(written(redone.document)).toBe(written(done.document));
          expect(written(document)).toBe(before);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("is refused when its target is gone", () => {
    const patch: Patch = { op: "set", on: { kind: "node", id: "gone" }, path: ["title"], value: "x" };
    expect(apply(aWorkflow(["a"]), patch)).toBeNull();
  });

  test("leaves what it does not touch the same object", () => {
    const document = aWorkflow([aNode("a"), aLoop("each", [aNode("b"), aNode("c")])]);
    const patch: Patch = { op: "set", on: { kind: "node", id: "b" }, path: ["title"], value: "B" };
    const changed = apply(document, patch)?.document;
    expect(changed?.nodes?.[0]).toBe(document.nodes?.[0]);
    expect(changed?.nodes?.[1]?.bodies?.["body"]?.nodes?.[1]).toBe(
      document.nodes?.[1]?.bodies?.["body"]?.nodes?.[1],
    );
    expect(changed?.nodes?.[1]?.bodies?.["body"]?.nodes?.[0]?.title).toBe("B");
  });

  test("adds an item behind the one it names, wherever that stands by now", () => {
    const patch: Patch = {
      op: "add",
      kind: "node",
      scope: "",
      item: { id: "new", type: "data.set@1" },
      after: "b",
    };
    const ids = (document?: WorkflowDocument) => document?.nodes?.map((node) => node.id);
    expect(ids(apply(aWorkflow(["a", "b", "c"]), patch)?.document)).toEqual(["a", "b", "new", "c"]);
    expect(ids(apply(aWorkflow(["b", "x"]), patch)?.document)).toEqual(["b", "new", "x"]);
  });

  test("does not add what is there already", () => {
    expect(apply(aWorkflow(["a"]), { op: "add", kind: "node", scope: "", item: { id: "a" } })).toBeNull();
  });

  test("undoing a first note does not take away a group that somebody else drew meanwhile", () => {
    const note = apply(aWorkflow(["a"]), { op: "add", kind: "note", scope: "", item: { id: "n" } });
    if (note === null) throw new Error("refused");
    const group: Patch = { op: "add", kind: "group", scope: "", item: { id: "g", nodes: ["a"] } };
    const both = applyAll(note.document, [group]).document;
    expect(apply(both, note.inverse)?.document.layout).toEqual({ groups: [{ id: "g", nodes: ["a"] }] });
  });
});
