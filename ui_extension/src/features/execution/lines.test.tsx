// @vitest-environment jsdom
import { screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { at, BEGUN, page, panel, step, withRoom } from "@/testing/watching";

/** Turns the text behind it around, where nothing holds it together. */
const TURNED = "\u202Edenrut";

beforeEach(withRoom);
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("events and lines of the log say their time as the reader's clock does", async () => {
  const local = new Intl.DateTimeFormat("en-US", {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
  }).format(new Date(at(1.234)));
  const user = await page({
    events: [{ seq: 1, at: at(1.234), kind: "step.started", data: {} }],
    logs: [{ id: 1, at: at(1.234), step: "call", level: "info", message: "called", fields: {} }],
  });

  await user.click(screen.getByRole("tab", { name: "Events" }));
  expect(await screen.findByText(local)).toHaveAttribute("datetime", at(1.234));
  await user.click(screen.getByRole("tab", { name: "Logs" }));
  expect(await screen.findByText(local)).toBeVisible();
});

test("an event is opened for what it says, with all digits of its numbers", async () => {
  const event = `{"seq": 1, "at": "${BEGUN}", "kind": "step.started", "data": {"order": 12345678901234567890}}`;
  const user = await page({
    events: () => new Response(`{"items": [${event}], "last": 1, "more": false}`),
  });
  await user.click(screen.getByRole("tab", { name: "Events" }));
  const line = await screen.findByRole("button", { name: "step.started" });
  expect(screen.queryByText(/12345/)).not.toBeInTheDocument();

  await user.click(line);

  expect(line).toHaveAttribute("aria-expanded", "true");
  expect(await screen.findByText(/"order": 12345678901234567890/)).toBeVisible();
});

const logged = (id: number, message: string) => ({
  id,
  at: at(id),
  step: "call",
  level: "info",
  message,
  fields: {},
});

test("a line that is written down a little after the end is shown too, and what is known is not read again", async () => {
  const behind: string[] = [];
  const user = await page({
    detail: { finished_at: new Date().toISOString() },
    logs: (address) => {
      const after = address.searchParams.get("after") ?? "";
      behind.push(after);
      if (after === "0") return { items: [logged(1, "begun")], last: 1, more: false };
      return behind.length === 2
        ? { items: [logged(2, "done")], last: 2, more: false }
        : { items: [], last: Number(after), more: false };
    },
  });
  await user.click(screen.getByRole("tab", { name: "Logs" }));
  await screen.findByText("begun");

  expect(await screen.findByText("done", {}, { timeout: 3_000 })).toBeVisible();
  expect(screen.getByText("begun")).toBeVisible();
  expect(behind.slice(0, 2)).toEqual(["0", "1"]);
});

test("a line of the log leads to its step", async () => {
  const user = await page({ steps: [step("call")], logs: [logged(1, "called")] });
  await user.click(screen.getByRole("tab", { name: "Logs" }));

  await user.click(await screen.findByRole("button", { name: "call" }));

  expect(await panel("call")).toBeVisible();
});

test("of a long line of the log the beginning is shown, and all of it on demand", async () => {
  const trace = Array.from({ length: 300 }, (_, at) => `at ${at}`).join("\n");
  const user = await page({
    logs: [logged(1, `${"x".repeat(16_000)} end`), logged(2, trace), logged(3, "short")],
  });
  await user.click(screen.getByRole("tab", { name: "Logs" }));

  const [long, many, ...none] = await screen.findAllByRole("button", { name: "Show all of it" });
  expect(none).toEqual([]);
  expect(screen.queryByText(/end$/)).not.toBeInTheDocument();
  await user.click(long as HTMLElement);
  expect(screen.getByText(/end$/)).toBeVisible();
  await user.click(many as HTMLElement);
  expect(screen.getByText(/at 299$/)).toBeVisible();
  await user.click(screen.getAllByRole("button", { name: "Show less" })[0] as HTMLElement);
  expect(screen.queryByText(/end$/)).not.toBeInTheDocument();
});

test("events that are known stay when what follows them cannot be read", async () => {
  const event = (seq: number) => ({ seq, at: at(seq), kind: `kind.${seq}`, data: {} });
  let count = 0;
  const user = await page({
    events: () => {
      count += 1;
      return count === 1
        ? Response.json({ items: [event(1)], last: 1, more: true })
        : Response.json(
            { status: 500, code: "WF-1", title: "broken", detail: "It is broken.", remedy: "" },
            { status: 500 },
          );
    },
  });
  await user.click(screen.getByRole("tab", { name: "Events" }));

  expect(await screen.findByText("It is broken.")).toBeVisible();
  expect(screen.getByRole("button", { name: "kind.1" })).toBeVisible();
  expect(count).toBe(2);
});

test("signs that turn text around turn only the text that they stand in", async () => {
  const user = await page({
    logs: [{ id: 1, at: BEGUN, step: "call", level: "info", message: TURNED, fields: { said: TURNED } }],
    detail: { status: "failed", error: { code: TURNED, message: `no: ${TURNED}`, remedy: "" } },
  });
  await user.click(screen.getByRole("tab", { name: "Logs" }));

  await waitFor(() => expect(screen.getAllByText(new RegExp(TURNED))).toHaveLength(4));
  for (const found of screen.getAllByText(new RegExp(TURNED))) expect(found.closest("bdi")).not.toBeNull();
});
