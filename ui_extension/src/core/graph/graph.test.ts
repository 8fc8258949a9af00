import { describe, expect, test } from "vitest";
import { aLoop, aNode, anActivity, aWorkflow, CATALOGUE } from "../../testing/workflows.ts";
import { indexOf } from "../document/scopes.ts";
import { bindingFor, fits } from "./binding.ts";
import { ends } from "./ends.ts";
import { mayConnect } from "./legality.ts";
import { portsOf } from "./ports.ts";
import { ancestorsIn, cyclic, readableFrom } from "./reach.ts";

const names = (node: Parameters<typeof portsOf>[0]) =>
  portsOf(node, CATALOGUE.get(node.type)).map((port) => port.name);

describe("the ports of a node", () => {
  test("are those of its activity", () => {
    expect(names(aNode("a"))).toEqual(["out"]);
    expect(names(aLoop("each", []))).toEqual(["out", "partial"]);
    expect(names(aNode("a", { type: "no.such@1" }))).toEqual(["out"]);
  });

  test("are those that its configuration names, once each, and only good names", () => {
    const cases = [
      { port: "big" },
      { port: "small" },
      { port: "big" },
      { port: "No!" },
      {},
      { port: "error" },
    ];
    expect(names(aNode("a", { type: "flow.decision@1", with: { cases, default: "other" } }))).toEqual([
      "big",
      "small",
      "other",
    ]);
  });

  test("may depend on what is configured, a missing key counting as its default", () => {
    expect(names(aNode("a", { type: "data.validate@1" }))).toEqual(["out"]);
    expect(names(aNode("a", { type: "data.validate@1", with: { on_invalid: "port" } }))).toEqual([
      "out",
      "invalid",
    ]);
  });

  test("of a disabled node have `out` among them", () => {
    expect(names(aNode("a", { type: "flow.decision@1", disabled: true }))).toEqual(["out"]);
  });
});

describe("reach", () => {
  const document = aWorkflow(
    ["a", "b", aLoop("each", [aNode("x"), aNode("y")], ["x->y"]), "z"],
    ["a->b", "b.error->each", "each->z"],
  );

  test("a node may read its ancestors, and in a body its container's too", () => {
    expect(readableFrom(document, "y")).toEqual(["a", "b", "x"]);
    expect(readableFrom(document, "z")).toEqual(["a", "b", "each"]);
    expect(readableFrom(document, "a")).toEqual([]);
  });

  test("cycles are found", () => {
    const graph = indexOf(aWorkflow(["a", "b", "c", "d"], ["a->b", "b->c", "c->b", "c->d"])).graphs.get("");
    if (graph === undefined) throw new Error("no graph");
    expect([...cyclic(graph)]).toEqual(["b", "c"]);
    expect(ancestorsIn(graph, "d")).toContain("a");
  });
});

describe("an edge", () => {
  const document = aWorkflow(["a", "b", "c", aLoop("each", [aNode("x")])], ["a->b", "b->c"]);
  const verdict = (from: string, to: string) => {
    const found = mayConnect(document, CATALOGUE, ends(from), to);
    return found.legal ? "legal" : found.reason;
  };

  test.each([
    ["a", "c", "legal"],
    ["a.error", "b", "legal"],
    ["a", "a", "self"],
    ["a", "b", "same"],
    ["a.out", "b", "same"],
    ["c", "a", "cycle"],
    ["a", "x", "border"],
    ["x", "a", "border"],
    ["a.maybe", "c", "no_port"],
    ["a", "gone", "gone"],
  ])("from %s to %s: %s", (from, to, expected) => {
    expect(verdict(from, to)).toBe(expected);
  });
});

describe("binding", () => {
  test("offers outputs that fit a required field without a value, the namesake first", () => {
    const document = aWorkflow([
      aNode("fetch", { type: "http.request@1" }),
      aNode("next", { type: "http.request@1" }),
    ]);
    expect(bindingFor(document, CATALOGUE, { node: "fetch", port: "out" }, "next")).toEqual({
      unbound: ["url"],
      offers: [
        { field: "url", value: "${{ steps.fetch.output.url }}", certain: true },
        { field: "url", value: "${{ steps.fetch.output.body }}", certain: false },
      ],
    });
  });

  test("offers nothing for a field that has a value", () => {
    const next = aNode("next", { type: "http.request@1", with: { url: "x" } });
    expect(bindingFor(aWorkflow(["a", next]), CATALOGUE, { node: "a", port: "out" }, "next")).toEqual({
      unbound: [],
      offers: [],
    });
  });

  test.each(["error", "timeout"])("offers nothing behind %s, where there is no output", (port) => {
    const document = aWorkflow(["a", aNode("next", { type: "http.request@1" })]);
    expect(bindingFor(document, CATALOGUE, { node: "a", port: "out" }, "next").offers).toHaveLength(1);
    expect(bindingFor(document, CATALOGUE, { node: "a", port }, "next").offers).toEqual([]);
  });

  test("a field that is an expression by nature is offered a bare one", () => {
    const items = {
      type: "object",
      required: ["items"],
      properties: { items: { type: "string", format: "cel" } },
    };
    const activity = anActivity("x.each@1", { config_schema: items });
    const document = aWorkflow(["a", aNode("b", { type: "x.each@1" })]);
    const catalogue = { get: (type: string) => (type === "x.each@1" ? activity : CATALOGUE.get(type)) };
    expect(
      bindingFor(document, catalogue as typeof CATALOGUE, { node: "a", port: "out" }, "b").offers.map(
        (one) => one.value,
      ),
    ).toEqual(["steps.a.output"]);
  });

  test.each([
    [{ type: "integer" }, { type: "number" }, "yes"],
    [{ type: "number" }, { type: "integer" }, "maybe"],
    [{ type: "string" }, { type: "integer" }, "no"],
    [{ type: ["string", "null"] }, { type: "string" }, "maybe"],
    [{}, { type: "string" }, "maybe"],
    [{ type: "string" }, { anyOf: [{ type: "string" }, { type: "null" }] }, "yes"],
    [{ enum: ["a", "b"] }, { type: "string" }, "yes"],
  ] as const)("%j for %j: %s", (given, wanted, expected) => {
    expect(fits(given, wanted)).toBe(expected);
  });
});
