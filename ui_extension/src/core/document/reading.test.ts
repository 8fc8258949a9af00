import { describe, expect, test } from "vitest";
import { aLoop, aNode, aWorkflow } from "../../testing/workflows.ts";
import type { Json } from "../json/json.ts";
import { findIn } from "./find.ts";
import { freeId, idFrom } from "./ids.ts";
import { readDocument } from "./reading.ts";

describe("reading", () => {
  test("a draft that lacks almost everything can be drawn", () => {
    expect(readDocument({})).toEqual({ document: {} });
  });

  test.each<[Json, object]>([
    [[], { reason: "not_an_object", where: "" }],
    [{ nodes: {} }, { reason: "not_a_list", where: "/nodes" }],
    [{ nodes: [{ type: "x.y@1" }] }, { reason: "no_id", where: "/nodes/0" }],
    [{ nodes: [{ id: "a" }, { id: "a" }] }, { reason: "same_id", where: "/nodes/1", id: "a" }],
    [
      { nodes: [{ id: "a", bodies: { body: { nodes: [{ id: "a" }] } } }] },
      { reason: "same_id", where: "/nodes/0/bodies/body/nodes/0", id: "a" },
    ],
    [{ edges: [{ from: "a" }] }, { reason: "no_id", where: "/edges/0" }],
    [{ layout: { notes: [{ id: 1 }] } }, { reason: "no_id", where: "/layout/notes/0" }],
  ])("%j cannot be drawn, and it is said why and where", (value, problem) => {
    expect(readDocument(value)).toEqual({ problem });
  });
});

describe("finding", () => {
  test("looks in ids, titles, types and configuration, in bodies too, and in notes and frames", () => {
    const inner = aNode("inner", { with: { url: "https://example.org/Invoices" } });
    const document = aWorkflow([aNode("a", { title: "Send invoice" }), aLoop("each", [inner])], [], {
      layout: {
        notes: [{ id: "n", text: "About invoices" }],
        groups: [{ id: "g", title: "Invoices of a day", nodes: ["a"] }],
      },
    });
    expect(findIn(document, "INVOICE").map(({ id, where }) => [id, ...where])).toEqual([
      ["a", "title"],
      ["inner", "with", "url"],
      ["n", "text"],
      ["g", "title"],
    ]);
    expect(findIn(document, "foreach").map(({ id }) => id)).toEqual(["each"]);
    expect(findIn(document, "  ")).toEqual([]);
  });
});

describe("new ids", () => {
  test("are made of any text, and free", () => {
    expect(idFrom("Send a létter!")).toBe("send_a_letter");
    expect(idFrom("42")).toBe("step");
    const taken = new Set(["pay", "pay_2"]);
    expect(freeId("pay", taken)).toBe("pay_3");
    expect(freeId("pay_2", taken)).toBe("pay_4");
    expect(freeId("in", taken)).toBe("in_2");
  });
});
