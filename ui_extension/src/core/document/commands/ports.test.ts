import { describe, expect, test } from "vitest";
import { aNode, aWorkflow, CATALOGUE } from "../../../testing/workflows.ts";
import type { Json } from "../../json/json.ts";
import { applyAll } from "../apply.ts";
import { edited, NO_HISTORY, undone } from "../history.ts";
import type { WorkflowDocument } from "../schema.gen.ts";
import { setField } from "./nodes.ts";
import { type HeldNames, withEdges } from "./ports.ts";

const DECISION = CATALOGUE.get("flow.decision@1");
const aDecision = (cases: readonly string[], fallback = "small") =>
  aNode("dec", {
    type: "flow.decision@1",
    with: { cases: cases.map((port) => ({ when: "true", port })), default: fallback },
  });
const edges = (document: WorkflowDocument) => document.edges?.map(({ from, to }) => `${from}->${to}`);

/** A person at the form: each step writes one field, as it is after one more letter. */
function typing(document: WorkflowDocument) {
  let [present, history] = [document, NO_HISTORY];
  let held: HeldNames = new Map();
  const write = (path: readonly string[], value: Json | undefined) => {
    const followed = withEdges(present, "dec", setField("dec", path, value), DECISION, held);
    expect(applyAll(present, followed.patches).refused).toEqual([]);
    held = followed.held;
    const edit = { label: "configure", patches: followed.patches, merge: path.join("/"), atMs: 0 };
    ({ document: present, history } = edited(present, history, edit));
  };
  const cases = (change: (cases: readonly Json[]) => readonly Json[]) =>
    write(["with", "cases"], change((present.nodes?.[0]?.with?.["cases"] ?? []) as readonly Json[]));
  const form = {
    /** Writes one name after the other into a case: an empty one takes the key away, as the form does. */
    name(at: number, ...names: readonly string[]) {
      for (const name of names)
        cases((all) =>
          all.map((one, index) =>
            index !== at ? one : name === "" ? { when: "true" } : { when: "true", port: name },
          ),
        );
      return form;
    },
    fallback(...names: readonly string[]) {
      for (const name of names) write(["with", "default"], name === "" ? undefined : name);
      return form;
    },
    cases(change: (cases: readonly Json[]) => readonly Json[]) {
      cases(change);
      return form;
    },
    undo() {
      ({ document: present, history } = undone(present, history));
      return form;
    },
    edges: () => edges(present),
    present: () => present,
  };
  return form;
}

describe("an outcome that is renamed", () => {
  const document = aWorkflow(
    [aDecision(["big"]), "a", "b", "c"],
    ["dec.big->a", "dec.error->c", "dec.small->b", "dec.big->c"],
    { layout: { edges: { "dec.big->c": { points: [{ x: 1, y: 2 }] } } } },
  );

  test("takes its edges along at each letter, in their places and with their bends, and is one step back", () => {
    const form = typing(document).name(0, "bigg", "bigge", "bigger");
    expect(form.edges()).toEqual(["dec.bigger->a", "dec.error->c", "dec.small->b", "dec.bigger->c"]);
    expect(form.present().layout?.edges).toEqual({ "dec.bigger->c": { points: [{ x: 1, y: 2 }] } });
    expect(form.undo().present()).toEqual(document);
  });

  test("takes its edges along as the one that is left by otherwise", () => {
    expect(typing(document).fallback("smal", "", "t", "tiny").edges()).toEqual([
      "dec.big->a",
      "dec.error->c",
      "dec.tiny->b",
      "dec.big->c",
    ]);
  });

  test.each([
    ["empty", ["bi", "b", "", "h", "huge"]],
    ["no name", ["big ", "big s", "huge"]],
    ["that of failures", ["erro", "error", "errors", "huge"]],
    ["another's", ["smalle", "small", "smal", "huge"]],
  ])("keeps its edges apart while its name is %s", (_, names) => {
    expect(
      typing(document)
        .name(0, ...names)
        .edges(),
    ).toEqual(["dec.huge->a", "dec.error->c", "dec.small->b", "dec.huge->c"]);
  });

  test("gives up its name to another that is renamed away from it, and neither loses its edges", () => {
    const form = typing(document).name(0, "small").fallback("smaller");
    expect(form.edges()).toEqual(["dec.small->a", "dec.error->c", "dec.smaller->b", "dec.small->c"]);
  });

  test("swaps names with another", () => {
    const form = typing(document).name(0, "").fallback("", "big").name(0, "small");
    expect(form.edges()).toEqual(["dec.small->a", "dec.error->c", "dec.big->b", "dec.small->c"]);
  });

  test("leaves the edges of an emptied one alone when it goes over its name", () => {
    const form = typing(aWorkflow([aDecision(["big", "bi"]), "a"], ["dec.big->a", "dec.bi->a"]));
    form.name(0, "").name(1, "big");
    expect(form.edges()).toEqual(["dec.big->a", "dec.bi->a"]);
    form.name(1, "bigg");
    expect(form.edges()).toEqual(["dec.big->a", "dec.bigg->a"]);
    form.name(0, "one");
    expect(form.edges()).toEqual(["dec.one->a", "dec.bigg->a"]);
  });

  test("without edges may give its name away for good", () => {
    const form = typing(aWorkflow([aDecision(["big", "bi"]), "a"], ["dec.bi->a"]));
    form.name(0, "").name(1, "big").name(0, "h");
    expect(form.edges()).toEqual(["dec.big->a"]);
  });

  test("follows from what an undo has brought back", () => {
    const form = typing(aWorkflow([aDecision(["old"]), "a"], ["dec.old->a"]));
    form.name(0, "new", "").undo().name(0, "older");
    expect(form.edges()).toEqual(["dec.older->a"]);
  });
});

describe("outcomes that come and go are no renaming", () => {
  const document = aWorkflow([aDecision(["one", "two"]), "a", "b"], ["dec.one->a", "dec.two->b"]);

  test("a removed case keeps its edges from the next one", () => {
    const form = typing(document)
      .cases((all) => all.slice(1))
      .cases((all) => [...all, { when: "true" }])
      .name(1, "other");
    expect(form.edges()).toEqual(["dec.one->a", "dec.two->b"]);
  });

  test("an added case, and cases in another order, leave all as it is", () => {
    const form = typing(document).cases((all) => [{ when: "true", port: "zero" }, ...all]);
    expect(form.edges()).toEqual(["dec.one->a", "dec.two->b"]);
    expect(form.cases((all) => [...all].reverse()).edges()).toEqual(["dec.one->a", "dec.two->b"]);
  });
});
