// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, expect, test } from "vitest";
import { answering, inEnglish, NEVER, showPage } from "@/testing/shown";
import ui from "../../ui/messages.en.json";
import workflows from "./messages.en.json";
import { WorkflowsPage } from "./workflows-page";

const NONE = { items: [], next: null };
const SHOP = {
  name: "shop",
  version: "1.0.0",
  lane: "run",
  updated_at: "2026-05-02T10:00:00Z",
  updated_by: "",
  title: null,
  description: null,
  labels: {},
};
const LISTS = {
  "GET /workflows": { items: [SHOP], next: null },
  "GET /drafts": NONE,
  "GET /overview/recent": [],
};

beforeAll(() => inEnglish({ workflows, ui }));

const show = () =>
  showPage(
    <WorkflowsPage search="" onSearch={() => undefined} isCreating={false} onCreating={() => undefined} />,
  );

test("a file is imported to the page of the workflow that it is, whatever stands in it before the name", async () => {
  answering({ ...LISTS, "POST /workflows/import": { name: "shop", version: { version: "1.0.0" } } });
  const { at } = show();
  await userEvent.click(await screen.findByRole("button", { name: "Import" }));
  const file = new File(['{"labels":{"name":"x"},"name":"shop"}'], "shop.json");
  await userEvent.upload(screen.getByLabelText("File"), file);
  await userEvent.click(screen.getByRole("button", { name: "Import and publish" }));
  await waitFor(() => expect(at()).toBe("/workflows/shop"));
});

test("a file that was chosen before Cancel is not there any more", async () => {
  answering(LISTS);
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Import" }));
  await userEvent.upload(screen.getByLabelText("File"), new File(["{}"], "shop.json"));
  expect(screen.getByRole("button", { name: "Import and publish" })).toBeEnabled();
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  await userEvent.click(screen.getByRole("button", { name: "Import" }));
  expect(screen.getByRole("button", { name: "Import and publish" })).toBeDisabled();
});

test("what ran is told when it is known, and not before", async () => {
  answering({ ...LISTS, "GET /overview/recent": NEVER });
  const { unmount } = show();
  await screen.findByRole("link", { name: /shop/ });
  expect(screen.queryByText("Never ran")).toBeNull();
  unmount();
  answering(LISTS);
  show();
  const row = (await screen.findByRole("link", { name: /shop/ })).closest("tr") as HTMLElement;
  expect(await within(row).findByText("Never ran")).toBeVisible();
});

test("a list that did not come is no empty one", async () => {
  answering({ "GET /workflows": 500, "GET /drafts": NONE });
  show();
  expect(await screen.findByText(/refused: 500/)).toBeVisible();
  expect(screen.queryByText("No workflow yet")).toBeNull();
});

test("a file that was changed since it was chosen is asked for again", async () => {
  answering(LISTS);
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Import" }));
  const file = new File(["{}"], "shop.json");
  file.text = () => Promise.reject(new DOMException("changed", "NotReadableError"));
  await userEvent.upload(screen.getByLabelText("File"), file);
  await userEvent.click(screen.getByRole("button", { name: "Import and publish" }));
  expect(await screen.findByText(/Choose it again/)).toBeVisible();
  expect(screen.getByRole("button", { name: "Import and publish" })).toBeDisabled();
});

const many = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({
    ...SHOP,
    name: `shop-${from + at}`,
    title: `Shop ${from + at}`,
  }));

test("a workflow on a later page of the list is found, and how it fared is asked for", async () => {
  const asked = answering({
    ...LISTS,
    "GET /workflows?limit=500": { items: many(1, 500), next: "more" },
    "GET /workflows?limit=500&after=more": { items: many(501, 3), next: null },
  });
  show();
  await userEvent.type(await screen.findByRole("searchbox"), "503");
  expect(await screen.findByRole("link", { name: /Shop 503/ })).toBeVisible();
  expect(await screen.findByText("Never ran")).toBeVisible();
  expect(asked.at(-1)).toMatch(/recent.*=shop-503/);
});

test("a long list is drawn as far as one asks for, 2 before 10", async () => {
  answering({ ...LISTS, "GET /workflows": { items: many(1, 101), next: null } });
  show();
  await screen.findByRole("searchbox");
  const rows = () => screen.getAllByRole("row").length - 1;
  expect(rows()).toBe(100);
  expect(screen.getAllByRole("row")[2]).toHaveTextContent("Shop 2");
  await userEvent.click(screen.getByRole("button", { name: "Show 1 more" }));
  expect(rows()).toBe(101);
  expect(screen.queryByRole("button", { name: /more/ })).toBeNull();
});

test("what is typed is shown before the address knows it", async () => {
  answering(LISTS);
  show();
  const search = await screen.findByRole<HTMLInputElement>("searchbox");
  await userEvent.type(search, "hop");
  await userEvent.type(search, "s", { initialSelectionStart: 0, initialSelectionEnd: 0 });
  expect(search).toHaveValue("shop");
});
