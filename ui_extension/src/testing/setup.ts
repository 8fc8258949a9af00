// What each test file gets: matchers for the DOM, and a page that is empty again afterwards.
import "@testing-library/jest-dom/vitest";
import { afterEach } from "vitest";

if (typeof document !== "undefined") {
  const { cleanup, configure } = await import("@testing-library/react");
  // What is drawn in slices takes its time where a machine does other things, too.
  configure({ asyncUtilTimeout: 5_000 });
  afterEach(cleanup);
}
