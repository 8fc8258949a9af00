// @vitest-environment jsdom
import { onlineManager, useQuery } from "@tanstack/react-query";
import { lazyRouteComponent } from "@tanstack/react-router";
import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Component, type ReactNode } from "react";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { inEnglish, NEVER, showPage } from "@/testing/shown";
import ui from "../ui/messages.en.json";
import { Broken } from "./broken";
import app from "./messages.en.json";
import { Shell } from "./shell";
import { useShellKept } from "./use-shell-kept";

let outlet: ReactNode = null;
vi.mock("@tanstack/react-router", async (actual) => ({ ...(await actual<object>()), Outlet: () => outlet }));
vi.mock("./loading", () => ({ loadPages: async () => [], loadWhenIdle: () => () => undefined }));

const network = (is: boolean) => {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(is);
  act(() => void dispatchEvent(new Event(is ? "online" : "offline")));
};

beforeAll(() => inEnglish({ app, ui }));
beforeEach(() => {
  outlet = null;
  localStorage.clear();
  sessionStorage.clear();
  vi.stubGlobal("matchMedia", () => new EventTarget());
});

const gateway = (health: () => Promise<Response>) =>
  vi.stubGlobal("fetch", (asked: unknown) => (asked === "/healthz" ? health() : NEVER()));

test("that the network is gone is told at once, and no longer than that", async () => {
  gateway(() => Promise.reject(new TypeError("Failed to fetch")));
  showPage(<Shell />);
  expect(screen.queryByText(app.offline)).toBeNull();
  network(false);
  expect(await screen.findByText(app.offline)).toBeVisible();
  network(true);
  await waitFor(() => expect(screen.queryByText(app.offline)).toBeNull());
});

test("a platform on the same machine is there without a network", async () => {
  const health = vi.fn(async () => new Response());
  gateway(health);
  showPage(<Shell />);
  network(false);
  await waitFor(() => expect(health).toHaveBeenCalled());
  await act(async () => undefined);
  expect(screen.queryByText(app.offline)).toBeNull();
  expect(onlineManager.isOnline()).toBe(true);
});

test("a page that broke is tried again when the network is back", async () => {
  gateway(() => Promise.reject(new TypeError("Failed to fetch")));
  const reset = vi.fn();
  outlet = <Broken error={new Error("no")} reset={reset} info={{ componentStack: "" }} />;
  showPage(<Shell />);
  network(false);
  await screen.findByText(app.offline);
  expect(reset).not.toHaveBeenCalled();
  network(true);
  await waitFor(() => expect(reset).toHaveBeenCalledOnce());
});

test("a page that broke is tried again when the platform is heard again, which the network says nothing of", async () => {
  let isThere = false;
  const live = async () => {
    if (!isThere) throw new TypeError("Failed to fetch");
    return new Response(new ReadableStream());
  };
  vi.stubGlobal("fetch", (asked: unknown) => (String(asked).includes("/live") ? live() : NEVER()));
  const reset = vi.fn();
  outlet = <Broken error={new Error("no")} reset={reset} info={{ componentStack: "" }} />;
  showPage(<Shell />);
  await screen.findByText(app.offline);
  expect(reset).not.toHaveBeenCalled();
  isThere = true;
  await waitFor(() => expect(reset).toHaveBeenCalledOnce(), { timeout: 3_000 });
});

let times = 0;
const read = async () => {
  times += 1;
  return times;
};
const Reads = () => <p>{useQuery({ queryKey: ["x"], queryFn: read, staleTime: Infinity }).data}</p>;

test("what a page broke on is asked for anew when it is tried again", async () => {
  const reset = vi.fn();
  const broken = <Broken error={new Error("no")} reset={reset} info={{ componentStack: "" }} />;
  const { again } = showPage(<Reads />);
  expect(await screen.findByText("1")).toBeVisible();
  again(broken);
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(reset).toHaveBeenCalledOnce());
  again(<Reads />);
  expect(await screen.findByText("2")).toBeVisible();
});

/** What a built page does when one of its files does not come. */
const missing = async () => {
  const payload = new TypeError("Failed to fetch dynamically imported module: /assets/page.js");
  dispatchEvent(Object.assign(new Event("vite:preloadError"), { payload }));
  throw payload;
};

function Away() {
  useShellKept(true);
  return null;
}

class Edge extends Component<{ children: ReactNode }> {
  override state = { said: "" };
  static getDerivedStateFromError = (error: Error) => ({ said: error.message });
  override render = () => this.state.said || this.props.children;
}

test("while nobody answers, a page whose files do not come is told of in its place", async () => {
  const Page = lazyRouteComponent(missing, "default");
  const { again } = showPage(<Away />);
  await Page.preload?.();
  vi.spyOn(console, "error").mockReturnValue();
  again(
    <Edge>
      <Page />
    </Edge>,
  );
  expect(screen.getByText(app.broken.notLoaded)).toBeVisible();
});
