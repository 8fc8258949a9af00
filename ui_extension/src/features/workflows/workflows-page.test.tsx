// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, expect, test } from "vitest";
import { answering, inEnglish, NEVER, showPage } from "@/testing/page";
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
