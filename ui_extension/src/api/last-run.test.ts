// @vitest-environment jsdom
import { QueryClient } from "@tanstack/react-query";
import { expect, test, vi } from "vitest";
import { lastTimelineQuery } from "./last-run";

const step = (path: string, iterations: object[] = []) => ({
  path,
  node: path.split("/").at(-1),
  iterations,
});

test("of the last run the steps within loops are known too, each time they were come to", async () => {
  const inner = (at: number) => ({ steps: [step(`each[${at}]/charge`)] });
  const answers: Record<string, object> = {
    "/api/v1/executions": { items: [{ id: "7" }] },
    "/api/v1/executions/7/timeline": {
      execution: "7",
      steps: [step("each", [inner(0), inner(1)]), step("end")],
    },
  };
  vi.stubGlobal("fetch", async ({ url }: Request) => Response.json(answers[new URL(url).pathname]));
  const last = await new QueryClient().fetchQuery(lastTimelineQuery("sell"));
  vi.unstubAllGlobals();
  expect(last?.steps.map(({ path }) => path)).toEqual(["each", "each[0]/charge", "each[1]/charge", "end"]);
});
