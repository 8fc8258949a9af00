// @vitest-environment jsdom
import { QueryClient } from "@tanstack/react-query";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Execution } from "@/api/words";
import { withoutResizing } from "@/testing/observers";
import { type Answers, gateway, shown } from "@/testing/shown";
import { ExecutionsPage } from "./executions-page";
import type { ExecutionSearch } from "./search";

const LIST = "/api/v1/executions";
const one = (id: string, more: Partial<Execution> = {}) =>
  ({
    id,
    workflow: "sell",
    status: "running",
    mode: "live",
    search: {},
    created_at: new Date().toISOString(),
    finished_at: null,
    error_code: null,
    ...more,
  }) as Execution;
const found = (...items: Execution[]) => ({ items, next: null });
const workflows = { "/api/v1/workflows": { items: [{ name: "sell", title: "Sell something" }], next: null } };

function Held({ first }: { first: ExecutionSearch }) {
  const [search, setSearch] = useState(first);
  return <ExecutionsPage search={search} onSearch={setSearch} />;
}

async function page(search: ExecutionSearch, answers: Answers) {
  const asked = gateway({ ...workflows, ...answers });
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  await shown(<Held first={search} />, cache);
  const lists = () => asked.filter((line) => line.startsWith(`GET ${LIST}?`)).map(decodeURIComponent);
  return { lists, user: userEvent.setup() };
}

beforeEach(() => {
  withoutResizing();
  localStorage.clear();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const field = () => screen.findByRole("searchbox", { name: /^Field/ });

test("a field without a value is marked, asks for nothing, and leaves nothing to cancel", async () => {
  const { lists } = await page({ attr: "order_id" }, { [LIST]: found(one("1")) });

  expect(await field()).toBeInvalid();
  expect(await field()).toHaveAccessibleDescription(/Write name=value/);
  expect(screen.getByText("These filters cannot be read")).toBeVisible();
  expect(screen.queryByRole("button", { name: /under way/ })).not.toBeInTheDocument();
  expect(lists()).toEqual([]);
});

test("a field's value may have an equals sign, and in quotes a comma", async () => {
  const { lists } = await page({}, { [LIST]: found() });

  await userEvent.type(await field(), 'link=/a?b=1, name="Doe, Jane"');

  await waitFor(() => expect(lists().at(-1)).toContain("search.link=/a?b=1&search.name=Doe, Jane"));
  expect(await field()).toBeValid();
});

test("one is found by when it ended, instead of when it began", async () => {
  const { lists, user } = await page({ since: "1h" }, { [LIST]: found() });
  const span = await screen.findByRole("combobox", { name: "Begun or ended" });
  expect(span).toHaveDisplayValue("Begun: last hour");

  await user.selectOptions(span, "Ended: last 24 hours");

  await waitFor(() => expect(lists().at(-1)).toContain("finished_from="));
  expect(lists().at(-1)).not.toContain("created_from=");
  expect(span).toHaveDisplayValue("Ended: last 24 hours");
});

test("several statuses and a workflow that is not there are shown as what they are", async () => {
  await page({ status: "waiting,stalled", workflow: "gone" }, { [LIST]: found() });

  expect(await screen.findByRole("combobox", { name: "Status" })).toHaveDisplayValue("Waiting, Stalled");
  expect(screen.getByRole("combobox", { name: "Workflow" })).toHaveDisplayValue("gone");
});

test("a status that does not exist is shown, marked, and asks for nothing", async () => {
  const { lists } = await page({ status: "nonsense" }, { [LIST]: found(one("1")) });

  const status = await screen.findByRole("combobox", { name: "Status" });
  expect(status).toHaveDisplayValue("nonsense");
  expect(status).toBeInvalid();
  expect(status).toHaveAccessibleDescription("There is no such status.");
  expect(lists()).toEqual([]);
});

test("that nothing could be loaded is not told as nothing having run, and says what to do", async () => {
  await page({}, { [LIST]: new TypeError("Failed to fetch") });

  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("The platform cannot be reached");
  expect(alert).toHaveTextContent("then try again");
  expect(screen.queryByText("Nothing has run yet")).not.toBeInTheDocument();
});

test("those that a question keeps waiting are among the ones to be looked at", async () => {
  const { lists, user } = await page({}, { [LIST]: found() });

  await user.click(await screen.findByRole("button", { name: "Views" }));
  await user.click(screen.getByRole("menuitem", { name: "Waiting or stalled" }));

  await waitFor(() => expect(lists().at(-1)).toContain("status=waiting&status=paused&status=stalled"));
});

test("what the filters before had found cannot be cancelled while the next is awaited", async () => {
  const answer = (address: URL) => (address.searchParams.has("status") ? undefined : found(one("1")));
  const { user } = await page({}, { [LIST]: answer });
  const cancel = () => screen.queryByRole("button", { name: "Cancel 1 under way" });
  await waitFor(() => expect(cancel()).toBeVisible());

  await user.selectOptions(screen.getByRole("combobox", { name: "Status" }), "running");

  expect(screen.getByRole("link", { name: "Sell something" })).toBeVisible();
  expect(cancel()).not.toBeInTheDocument();
});

test("Enter keeps a view under the name that was written", async () => {
  const { user } = await page({ status: "failed" }, { [LIST]: found() });
  await user.click(await screen.findByRole("button", { name: "Views" }));
  await user.click(screen.getByRole("menuitem", { name: /Save this view/ }));

  await user.type(screen.getByRole("textbox", { name: "Name of the view" }), "Bad ones{Enter}");

  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Bad ones" })).toBeVisible();
});

test("when the platform cannot be reached, cancelling several says so, and not that they were over", async () => {
  const { user } = await page(
    {},
    { [LIST]: found(one("1")), [`${LIST}/1/cancel`]: new TypeError("Failed to fetch") },
  );
  await user.click(await screen.findByRole("button", { name: "Cancel 1 under way" }));
  const dialog = screen.getByRole("dialog");

  await user.type(within(dialog).getByRole("textbox"), "a mistake{Enter}");

  expect(await within(dialog).findByRole("alert")).toHaveTextContent("The platform cannot be reached");
});

test("how long ago it began is kept true while one looks", async () => {
  vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
  await page({}, { [LIST]: found(one("1")) });
  await screen.findByText("now");

  vi.advanceTimersByTime(5_000);

  expect(await screen.findByText("5 sec. ago")).toBeVisible();
});

test("executions are called by their workflows' titles, and by the name where there is none", async () => {
  await page({}, { [LIST]: found(one("1"), one("2", { workflow: "untold" })) });

  expect(await screen.findByRole("link", { name: "Sell something" })).toHaveAttribute(
    "href",
    "/executions/1",
  );
  expect(screen.getByRole("link", { name: "untold" })).toHaveAttribute("href", "/executions/2");
});
