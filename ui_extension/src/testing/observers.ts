import { vi } from "vitest";

/** For jsdom, which lays nothing out and so has none: a `ResizeObserver` to which nothing ever changes. */
export const withoutResizing = () =>
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
