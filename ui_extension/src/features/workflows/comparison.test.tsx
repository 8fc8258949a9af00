// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withoutResizing } from "@/testing/observers";
import { gateway, shown } from "@/testing/shown";
import { Comparison } from "./comparison";

const version = (title: string) => ({
  document: {
    schema: "wfplatform/v1",
    kind: "flow",
    name: "sell",
    nodes: [
      { id: "ask", type: "a@1", title },
      { id: "done", type: "a@1" },
    ],
    edges: [],
  },
});
const change = (more: object) => ({
  verb: "changed",
  pointer: "",
  key: null,
  before: null,
  after: null,
  ...more,
});

beforeEach(withoutResizing);
afterEach(() => vi.unstubAllGlobals());

test("a comparison calls steps by their titles, and fields by what they are called elsewhere", async () => {
  gateway({
    "/api/v1/workflows/sell/versions/1.0.0": version("Ask"),
    "/api/v1/workflows/sell/versions/1.1.0": version("Ask the shop"),
    "/api/v1/workflows/sell/diff": {
      changes: [
        change({ thing: "setting", name: "env", key: "env" }),
        change({ thing: "text", name: "ask", key: "title", pointer: "/nodes/0/title", before: "Ask" }),
        change({
          thing: "node",
          name: "ask",
          key: "retry",
          pointer: "/nodes/0/retry",
          before: { max_attempts: 1 },
          after: { max_attempts: 3 },
        }),
        change({ thing: "node", name: "ask", key: "untold", pointer: "/nodes/0/untold" }),
        change({ thing: "edge", verb: "added", name: "ask.error -> done" }),
      ],
    },
  });
  await shown(<Comparison name="sell" before="1.0.0" after="1.1.0" />);

  await screen.findAllByRole("button", { name: "Ask the shop" });
  expect(
    within(screen.getByRole("list"))
      .getAllByRole("listitem")
      .map((item) => item.textContent),
  ).toEqual([
    "changed setting Environment",
    'changed step Ask the shop · Title"Ask"–',
    "changed step Ask the shop · RetriesAttempts13",
    "changed step Ask the shop · untold",
    "added edge Ask the shop (error) → done",
  ]);
});
