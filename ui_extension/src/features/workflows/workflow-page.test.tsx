// @vitest-environment jsdom
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { withoutResizing } from "@/testing/observers";
import { answering, inEnglish, NEVER, showPage } from "@/testing/shown";
import api from "../../api/messages.en.json";
import ui from "../../ui/messages.en.json";
import workflows from "./messages.en.json";
import type { WorkflowTab } from "./tabs";
import { WorkflowPage } from "./workflow-page";

const DOCUMENT = { schema: "wfplatform/v1", name: "shop", nodes: [], edges: [] };
const version = (number: string, isCurrent: boolean) => ({
  version: number,
  plan: "",
  published_at: "2026-05-01T10:00:00Z",
  published_by: "ida",
  is_current: isCurrent,
  note: null,
});
const CHANGE = {
  verb: "changed",
  thing: "text",
  name: "shop",
  pointer: "/title",
  key: "title",
  before: "a",
  after: "b",
};
const PUBLISHED = { ...version("1.0.0", true), name: "shop", document: DOCUMENT };
const DRAFT = { name: "shop", revision: 4, updated_at: "", updated_by: "", title: null, document: DOCUMENT };
const diff = (...changes: object[]) => ({ before: "", after: "", bump: "patch", changes });

const WITH_DRAFT = {
  "GET /workflows/shop": PUBLISHED,
  "GET /drafts/shop": DRAFT,
  "GET /workflows/shop/versions": [version("1.0.0", true)],
  "GET /executions": { items: [], next: null },
  "GET /activities": { activities: [], triggers: [], functions: [], connections: [] },
};

beforeAll(() => inEnglish({ api, workflows, ui }));
beforeEach(withoutResizing);

const show = (tab: WorkflowTab = "about") =>
  showPage(<WorkflowPage name="shop" tab={tab} onTab={() => undefined} />);

test("a draft that is the same as what is published is no news, and can be discarded", async () => {
  const asked = answering({ ...WITH_DRAFT, "GET /workflows/shop/diff": diff(), "DELETE /drafts/shop": 204 });
  show();
  await screen.findByRole("button", { name: "Discard draft" });
  await waitFor(() => expect(asked.some((one) => one.includes("/diff"))).toBe(true));
  expect(screen.queryByText("Draft")).toBeNull();
  expect(screen.queryByRole("button", { name: "Publish" })).toBeNull();
});

test("a draft with changes is told of, and can be published", async () => {
  answering({ ...WITH_DRAFT, "GET /workflows/shop/diff": diff(CHANGE) });
  show();
  expect(await screen.findByText("Draft")).toBeVisible();
  expect(screen.getByRole("button", { name: "Publish" })).toBeEnabled();
});

test("a draft is discarded after it was said what is lost, and only the one that was seen", async () => {
  let guard: string | null = null;
  const discarded = (_: URL, request: Request) => {
    guard = request.headers.get("If-Match");
    return 204;
  };
  const { "GET /workflows/shop": _, ...unpublished } = WITH_DRAFT;
  answering({ ...unpublished, "DELETE /drafts/shop": discarded });
  const { at } = show();
  await userEvent.click(await screen.findByRole("button", { name: "Discard draft" }));
  expect(screen.getByText(/the whole workflow is lost/)).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Discard draft" }));
  await waitFor(() => expect(at()).toBe("/workflows"));
  expect(guard).toBe('"4"');
});

test("after going back, the button names the version above the highest", async () => {
  answering({
    ...WITH_DRAFT,
    "GET /workflows/shop/versions": [version("1.3.0", false), version("1.0.0", true)],
    "GET /workflows/shop/diff": diff(CHANGE),
    "GET /workflows/shop/diff?before=1.3.0&after=draft": { ...diff(CHANGE), bump: "minor" },
  });
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Publish" }));
  expect(await screen.findByRole("button", { name: "Publish 1.4.0" })).toBeEnabled();
});

test("after going back, a draft that is the highest version is published as that one", async () => {
  answering({
    ...WITH_DRAFT,
    "GET /workflows/shop/versions": [version("1.3.0", false), version("1.0.0", true)],
    "GET /workflows/shop/diff": diff(CHANGE),
    "GET /workflows/shop/diff?before=1.3.0&after=draft": diff(),
  });
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Publish" }));
  expect(await screen.findByRole("button", { name: "Publish 1.3.0" })).toBeEnabled();
});

test.each([
  ["versions", "GET /workflows/shop/versions", "Nothing has been published yet"],
  ["about", "GET /executions", "Never ran"],
] as const)("the tab %s says that there is nothing when it knows", async (tab, path, nothing) => {
  answering({ ...WITH_DRAFT, "GET /workflows/shop/diff": diff(), [path]: NEVER });
  const first = show(tab);
  await screen.findByRole("tabpanel");
  expect(screen.queryByText(nothing)).toBeNull();
  first.unmount();
  answering({ ...WITH_DRAFT, "GET /workflows/shop/diff": diff(), [path]: 500 });
  const second = show(tab);
  expect(await screen.findByText(/refused: 500/)).toBeVisible();
  expect(screen.queryByText(nothing)).toBeNull();
  second.unmount();
  answering({ ...WITH_DRAFT, [path]: tab === "versions" ? 404 : { items: [], next: null } });
  show(tab);
  expect(await screen.findByText(nothing)).toBeVisible();
});

test("the browser's tab is called as the page is", async () => {
  answering({
    ...WITH_DRAFT,
    "GET /workflows/shop": { ...PUBLISHED, document: { ...DOCUMENT, title: "Shop" } },
  });
  show();
  await waitFor(() => expect(document.title).toBe("Shop · wfplatform"));
});

test("what is compared is named in the reader's words", async () => {
  answering({ ...WITH_DRAFT, "GET /workflows/shop/diff": diff(CHANGE) });
  show("versions");
  await userEvent.click(await screen.findByRole("button", { name: "Compare with Draft" }));
  expect(screen.getByRole("heading", { name: "From 1.0.0 to Draft" })).toBeVisible();
});

test("what it is for stands before the list of what it takes, and all executions are one step away", async () => {
  const text = { ...DOCUMENT, description: "To sell." };
  answering({ ...WITH_DRAFT, "GET /workflows/shop": { ...PUBLISHED, document: text } });
  show();
  expect((await screen.findByText("To sell.")).closest("dl")).toBeNull();
  const all = screen.getByRole<HTMLAnchorElement>("link", { name: "All executions" });
  expect(new URL(all.href).search).toBe("?workflow=shop");
});

test("what changed in the input is told field by field, with all digits", async () => {
  const max = (digits: string) => `{"properties":{"id":{"maximum":${digits}}}}`;
  const change = `{"verb":"changed","thing":"input","name":"input","pointer":"/input","key":null,
    "before":${max("12345678901234567890")},"after":${max("12345678901234567891")}}`;
  answering({
    ...WITH_DRAFT,
    "GET /workflows/shop/diff": () =>
      new Response(`{"before":"1.0.0","after":"draft","bump":"minor","changes":[${change}]}`),
  });
  show("versions");
  await userEvent.click(await screen.findByRole("button", { name: "Compare with Draft" }));
  expect(await screen.findByText("properties › id › maximum")).toBeVisible();
  expect(screen.getByText("12345678901234567890")).toBeVisible();
  expect(screen.getByText("12345678901234567891")).toBeVisible();
});

test("of a thousand changes the first are drawn, and more when somebody asks", async () => {
  const many = Array.from({ length: 1_000 }, (_, at) => ({ ...CHANGE, name: `n${at}`, pointer: `/${at}` }));
  answering({ ...WITH_DRAFT, "GET /workflows/shop/diff": diff(...many) });
  show("versions");
  await userEvent.click(await screen.findByRole("button", { name: "Compare with Draft" }));
  expect(await screen.findByText("n49")).toBeVisible();
  expect(screen.queryByText("n50")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Show 950 more" }));
  expect(screen.getByText("n99")).toBeVisible();
  expect(screen.getByRole("button", { name: "Show 900 more" })).toBeVisible();
});

test("of the last executions those that were tests are told apart", async () => {
  const one = (id: string, mode: string) => ({
    id,
    mode,
    status: "completed",
    created_at: "2026-01-01T00:00:00Z",
  });
  answering({
    ...WITH_DRAFT,
    "GET /executions": { items: [one("1", "live"), one("2", "test")], next: null },
  });
  show("about");
  const [real, tried] = await screen.findAllByRole("link", { name: /^Completed/ });
  expect(real).not.toHaveTextContent("Test");
  expect(tried).toHaveTextContent("Test");
});

const HOOKED = {
  ...DOCUMENT,
  triggers: [{ id: "web", type: "webhook@1", with: { path: "orders/take" } }],
};
const URL_OF_HOOK = "http://here/hooks/default/default/orders/take";
const hook = (workflow: string, url: string) => ({
  ...{ workflow, version: "1.0.0", trigger: "web", url, methods: ["POST"], respond: "accepted" },
  ...{ signature: null, behind: null },
});

test("a webhook's address is there to be handed on, once it is published", async () => {
  answering({
    ...{ ...WITH_DRAFT, "GET /drafts/shop": 404, "GET /workflows/shop": { ...PUBLISHED, document: HOOKED } },
    "GET /hooks": { items: [hook("other", "http://here/hooks/other"), hook("shop", URL_OF_HOOK)] },
  });
  show("triggers");
  expect(await screen.findByText(`POST ${URL_OF_HOOK}`)).toBeVisible();
  expect(screen.getByText("Webhook")).toBeVisible();
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "Copy the address of web" }));
  expect(await navigator.clipboard.readText()).toBe(URL_OF_HOOK);
});

test("a webhook of a draft is said to have no address yet", async () => {
  const asked = answering({
    ...{ "GET /drafts/shop": { ...DRAFT, document: HOOKED }, "GET /executions": { items: [], next: null } },
  });
  show("triggers");
  expect(await screen.findByText("It has an address once it is published.")).toBeVisible();
  expect(asked.some((one) => one.includes("/hooks"))).toBe(false);
});
