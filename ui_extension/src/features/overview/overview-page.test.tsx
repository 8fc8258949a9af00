// @vitest-environment jsdom
import { QueryClient } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import type { Window } from "@/api/overview";
import type { OverviewBody } from "@/api/schema.gen";
import { gateway, shown } from "@/testing/shown";
import { OverviewPage } from "./overview-page";

const NUMBERS = {
  since: "2026-03-01T08:22:00Z",
  until: "2026-03-02T08:22:00Z",
  live: { queued: 1, running: 2, cancelling: 3, compensating: 4, waiting: 5, paused: 6, stalled: 7 },
  ended: { completed: 8, failed: 9, cancelled: 10, compensated: 11 },
  buckets: [
    { since: "2026-03-01T08:22:00Z", ended: { completed: 8, failed: 9, cancelled: 10, compensated: 11 } },
  ],
  p95_ms: 1_000,
  workflows: [{ workflow: "sell", live: {}, ended: {}, p95_ms: null }],
} as unknown as OverviewBody;

async function page(window: Window) {
  gateway({
    "/api/v1/overview": NUMBERS,
    "/api/v1/workflows": { items: [{ name: "sell", title: "Sell something" }], next: null },
  });
  await shown(<OverviewPage window={window} onWindow={vi.fn()} />, new QueryClient());
}

afterEach(() => vi.unstubAllGlobals());

test.each([
  ["Ended 38", "completed,failed,cancelled,compensated", "24h"],
  ["Running 10", "queued,running,cancelling,compensating", null],
  ["Waiting, also for a person 11", "waiting,paused", null],
  ["Stalled 7", "stalled", null],
])("%s leads to the ones that were counted", async (name, status, ended) => {
  await page("24h");

  const link = await screen.findByRole<HTMLAnchorElement>("link", {
    name: new RegExp(name.replace(/ (?=\d)/, "\\s*")),
  });
  const asked = new URL(link.href).searchParams;
  expect([asked.get("status"), asked.get("mode"), asked.get("ended")]).toEqual([status, "live", ended]);
});

test("the ends of a day are told apart by their day", async () => {
  await page("24h");

  expect(await screen.findByText(/^Mar 1, .*:22 [AP]M$/)).toBeVisible();
  expect(screen.getByText(/^Mar 2, .*:22 [AP]M$/)).toBeVisible();
});

test("workflows are called by their titles, and the chart says how many its height stands for", async () => {
  await page("24h");

  expect(await screen.findByRole("link", { name: "Sell something" })).toHaveAttribute(
    "href",
    "/workflows/sell",
  );
  const scale = screen.getByRole("img", { name: /^38 executions ended/ }).previousElementSibling;
  expect([...(scale?.children ?? [])].map((one) => one.textContent)).toEqual(["40", "20", "0"]);
});
