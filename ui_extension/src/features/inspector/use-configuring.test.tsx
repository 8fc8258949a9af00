// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { Catalogue } from "@/core/catalogue/activity";
import { inspecting } from "../../testing/inspecting.tsx";
import { aNode, anActivity, aWorkflow } from "../../testing/workflows.ts";

const DECISION = anActivity("flow.decision@1", {
  ports: [],
  ports_from: ["/with/cases/*/port", "/with/default"],
  config_schema: {
    properties: {
      cases: { type: "array", items: { type: "object", properties: { port: { type: "string" } } } },
      default: { type: "string" },
    },
  },
});
const WORKFLOW = aWorkflow(
  [aNode("dec", { type: DECISION.type, with: { cases: [{ port: "big" }], default: "small" } }), "a", "b"],
  ["dec.big->a", "dec.small->b"],
);

beforeEach(() => {
  vi.stubGlobal("fetch", async () => Response.json({ items: [], next: null }));
});

test("edges follow an outcome that is typed anew, in the same step back", async () => {
  const user = userEvent.setup();
  const { document, undo } = await inspecting(WORKFLOW, {
    selected: "dec",
    catalogue: new Catalogue([DECISION]),
  });
  const edges = () => document().edges?.map((edge) => edge.from);

  await user.clear(screen.getByLabelText("Port"));
  await user.type(screen.getByLabelText("Port"), "huge");
  await user.type(screen.getByLabelText("Default"), "er");

  expect(edges()).toEqual(["dec.huge", "dec.smaller"]);

  undo();
  undo();

  expect(document()).toEqual(WORKFLOW);
});
