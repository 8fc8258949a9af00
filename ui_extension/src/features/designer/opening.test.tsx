// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { NO_HISTORY } from "@/core/document/history";
import { withoutResizing } from "@/testing/observers";
import { inEnglish, showPage } from "@/testing/shown";
import { aWorkflow } from "@/testing/workflows";
import { Toaster } from "@/ui/toaster";
import { TooltipProvider } from "@/ui/tooltip";
import api from "../../api/messages.en.json";
import ui from "../../ui/messages.en.json";
import { textOf, writeLast } from "./backup";
import { DesignerPage } from "./designer-page";
import designer from "./messages.en.json";

type Draft = { revision: number; document: { title?: unknown } };

let drafts: Map<string, Draft>;
let published: Map<string, { document: unknown }>;
let kept: Map<string, unknown>;

const titled = (title: string) => aWorkflow(["a"], [], { name: "shop", title });

beforeAll(() => inEnglish({ api, designer, ui }));

beforeEach(() => {
  localStorage.clear();
  [drafts, published, kept] = [new Map(), new Map(), new Map()];
  withoutResizing();
  vi.stubGlobal("fetch", gateway);
  vi.stubGlobal("indexedDB", { open: () => asked({ transaction, close: () => undefined }) });
});

/** As much of a browser's store as is used of it. */
function asked(result: unknown) {
  const request = { result, onsuccess: () => undefined };
  queueMicrotask(() => request.onsuccess());
  return request;
}
function transaction() {
  const store = {
    get: (key: string) => ({ result: kept.get(key) }),
    put: (value: unknown, key: string) => ({ result: kept.set(key, value) && key }),
  };
  const one = { objectStore: () => store, oncomplete: () => undefined };
  queueMicrotask(() => one.oncomplete());
  return one;
}

const NONE = () => new Response("", { status: 404 });

async function gateway(asking: string | Request, init?: RequestInit): Promise<Response> {
  const request = asking instanceof Request ? asking : new Request(new URL(asking, location.href), init);
  const [, kind, name = ""] = /\/api\/v1\/(\w+)\/?([\w-]*)/.exec(request.url) ?? [];
  switch (kind) {
    case "activities":
      return Response.json({ activities: [], triggers: [], functions: [], connections: [] });
    case "validate":
      return Response.json({ diagnostics: [] });
    case "drafts":
      return request.method === "PUT" ? put(name, request, String(init?.body)) : shown(drafts.get(name));
    default:
      return shown(published.get(name));
  }
}

const shown = (found: unknown) => (found === undefined ? NONE() : Response.json(found));

function put(name: string, request: Request, text: string): Response {
  const there = drafts.get(name)?.revision;
  const guard = there === undefined ? null : `"${there}"`;
  if (request.headers.get("If-Match") !== guard) return new Response("", { status: 412 });
  drafts.set(name, { revision: (there ?? 0) + 1, document: JSON.parse(text) });
  return shown(drafts.get(name));
}

const open = (workflow = "shop", node?: string) =>
  showPage(
    <TooltipProvider>
      <DesignerPage workflow={workflow} node={node} />
      <Toaster />
    </TooltipProvider>,
  );

/** What an earlier page kept: a change that nobody saved, made on a revision that is no more. */
const leftBehind = (title: string, revision: number) =>
  writeLast("shop", { revision, text: textOf(titled(title)), history: NO_HISTORY, isSaved: false });

const titleOf = (name: string) => drafts.get(name)?.document.title;

test("what was changed here, and the draft by somebody else, is chosen from when it is opened again", async () => {
  drafts.set("shop", { revision: 2, document: titled("Theirs") });
  leftBehind("Mine", 1);
  open();
  await userEvent.click(await screen.findByRole("button", { name: "Keep mine" }));
  await waitFor(() => expect(titleOf("shop")).toBe("Mine"));
});

test("theirs may be taken instead, and is not saved anew", async () => {
  drafts.set("shop", { revision: 2, document: titled("Theirs") });
  leftBehind("Mine", 1);
  open();
  await userEvent.click(await screen.findByRole("button", { name: "Take theirs" }));
  expect(await screen.findByRole("heading", { name: "Theirs" })).toBeVisible();
  expect(drafts.get("shop")?.revision).toBe(2);
});

test("while nobody has chosen, a page that is opened once more asks again", async () => {
  drafts.set("shop", { revision: 2, document: titled("Theirs") });
  leftBehind("Mine", 1);
  const { unmount } = open();
  await screen.findByRole("button", { name: "Keep mine" });
  unmount();
  open();
  expect(await screen.findByRole("button", { name: "Keep mine" })).toBeVisible();
  // No button that does nothing: it has to be answered.
  expect(within(screen.getByRole("dialog")).queryByRole("button", { name: "Close" })).toBeNull();
});

test("a name that is nothing is said to be, and made only when a person wants it", async () => {
  open("typo");
  const create = await screen.findByRole("button", { name: "Create it" });
  expect(screen.getByRole("heading", { name: "There is no workflow “typo”" })).toBeVisible();
  expect(drafts.size).toBe(0);
  await userEvent.click(create);
  await screen.findByRole("toolbar", { name: "Designer" });
  expect(drafts.get("typo")).toMatchObject({ revision: 1, document: { name: "typo", nodes: [] } });
});

test("a draft that is gone can be made anew of what was changed last", async () => {
  leftBehind("Mine", 3);
  open();
  await userEvent.click(await screen.findByRole("button", { name: "Create it from what is kept" }));
  await waitFor(() => expect(titleOf("shop")).toBe("Mine"));
});

test("what is published is no draft by being opened", async () => {
  published.set("shop", { document: titled("Published") });
  const { unmount } = open();
  await screen.findByRole("heading", { name: "Published" });
  // A page that goes saves what there is to save at once.
  unmount();
  expect(drafts.size).toBe(0);
});

test.each([
  ["a step that is there", "a", 0],
  ["a step that is gone", "z", 1],
])("a link to %s", async (_, node, notices) => {
  published.set("shop", { document: titled("Published") });
  open("shop", node);
  await screen.findByRole("heading", { name: "Published" });
  // Told by an effect, which comes a moment later.
  await waitFor(() =>
    expect(screen.queryAllByText(/There is no step “z” here any more/)).toHaveLength(notices),
  );
});

test("a designer that cannot be opened says so in the reader's words, and what to do", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  open();
  expect(await screen.findByText("The platform cannot be reached")).toBeVisible();
  expect(screen.getByText(/then try again/)).toBeVisible();
  expect(screen.getByRole("heading", { name: "shop" })).toBeVisible();
});

test("a browser that may keep nothing is no reason not to open a draft", async () => {
  const forbidden = () => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  };
  vi.stubGlobal("indexedDB", { open: forbidden });
  drafts.set("shop", { revision: 1, document: titled("Shop") });
  open();
  expect(await screen.findByRole("heading", { name: "Shop" })).toBeVisible();
});
