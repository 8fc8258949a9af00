// @vitest-environment jsdom
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { act, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { Frame } from "./frame";
import { keepScrolled } from "./scrolled";

const shell = createRootRoute({
  component: () => (
    <Frame navigation={null}>
      <Outlet />
    </Frame>
  ),
});
const pages = ["/list", "/one"].map((path) =>
  createRoute({ getParentRoute: () => shell, path, component: () => <p>{path}</p> }),
);

test("a page begins at its top, and who goes back finds the one before where they had scrolled it to", async () => {
  // jsdom lays nothing out, and so scrolls nothing.
  Element.prototype.scrollTo = function scrollTo(this: Element, to?: unknown) {
    this.scrollTop = (to as ScrollToOptions).top ?? 0;
  } as typeof Element.prototype.scrollTo;
  const history = createMemoryHistory({ initialEntries: ["/list"] });
  const router = createRouter({ routeTree: shell.addChildren(pages), history });
  keepScrolled(router);
  render(<RouterProvider router={router as never} />);
  const main = await screen.findByRole("main");
  main.scrollTop = 700;

  await act(() => router.navigate({ to: "/list" as never, search: { filter: 1 } as never, replace: true }));
  expect(main.scrollTop).toBe(700);
  await act(() => router.navigate({ to: "/one" as never }));
  await screen.findByText("/one");
  expect(main.scrollTop).toBe(0);
  main.scrollTop = 300;
  await act(async () => history.back());
  await screen.findByText("/list");
  expect(main.scrollTop).toBe(700);
  await act(async () => history.forward());
  await screen.findByText("/one");
  expect(main.scrollTop).toBe(300);
});
