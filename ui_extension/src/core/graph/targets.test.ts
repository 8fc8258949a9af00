import { expect, test } from "vitest";
import { aLoop, aNode, anActivity, aWorkflow, CATALOGUE } from "../../testing/workflows.ts";
import { Catalogue } from "../catalogue/activity.ts";
import { indexOf } from "../document/scopes.ts";
import { mayConnect } from "./legality.ts";
import { marksFrom } from "./targets.ts";

test("says the same of every node as is said of each alone", () => {
  const document = aWorkflow(
    ["a", "b", "c", aLoop("each", [aNode("x"), aNode("y")], ["x->y"])],
    ["a->b", "b->c", "a.error->c", "c->each"],
  );
  for (const node of ["a", "b", "c", "each", "x", "y"]) {
    for (const port of ["out", "error", "partial"]) {
      const marks = marksFrom(document, CATALOGUE, { node, port });
      for (const id of indexOf(document).nodes.keys()) {
        const verdict = mayConnect(document, CATALOGUE, { node, port }, id);
        const mark = marks.get(id);
        expect([node, port, id, mark?.kind === "refused" ? mark.reason : null]).toEqual([
          node,
          port,
          id,
          verdict.legal ? null : verdict.reason,
        ]);
      }
    }
  }
});

test("a target is marked when nothing that comes before fits what it lacks", () => {
  const wants = (type: string) => ({
    config_schema: { type: "object", required: ["rows"], properties: { rows: { type } } },
  });
  const gives = { output_schema: { type: "object", properties: { total: { type: "integer" } } } };
  const catalogue = new Catalogue([
    anActivity("x.total@1", gives),
    anActivity("x.text@1", { output_schema: { type: "string" } }),
    anActivity("x.list@1", wants("array")),
    anActivity("x.number@1", wants("number")),
  ]);
  const document = aWorkflow(
    [
      aNode("total", { type: "x.total@1" }),
      aNode("text", { type: "x.text@1" }),
      aNode("list", { type: "x.list@1" }),
      aNode("number", { type: "x.number@1" }),
      aNode("bound", { type: "x.list@1", with: { rows: [] } }),
    ],
    ["total->text"],
  );
  const marks = marksFrom(document, catalogue, { node: "text", port: "out" });
  // `number` may read the total, which comes before the text.
  expect(Object.fromEntries(marks)).toEqual({
    total: { kind: "refused", reason: "cycle" },
    text: { kind: "refused", reason: "self" },
    list: { kind: "unfit", fields: ["rows"] },
  });
});
