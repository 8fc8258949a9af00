import { type ReactNode, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { startI18n } from "./i18n/start";
import "./styles.css";

const element = document.getElementById("root");
if (!element) throw new Error("index.html has no #root");

// What is imported here comes along with this file (see `bundling/pages.ts`), and is evaluated in a task of its own.
const still = stillOf(window.location);
const early = still === undefined ? import("./app") : undefined;

const draw = async () => {
  const root = createRoot(element);
  if (still !== undefined) {
    root.render(await still);
    await painted();
  }
  const { App, prepared } = await (early ?? import("./app"));
  // The picture stays until there is more to see.
  if (still !== undefined) await prepared();
  root.render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
};
// Not awaited at the top: the file of another language may import from this one, and would wait for it for ever. When
// that file does not come, the page speaks English.
void startI18n().then(draw, draw);

/** A first picture of the pages that are long in coming, without what it takes to work with them. */
function stillOf({ pathname, search }: Location): Promise<ReactNode> | undefined {
  const [, id] = /^\/executions\/([^/]+)$/.exec(pathname) ?? [];
  if (id === undefined) return undefined;
  const step = new URLSearchParams(search).get("step") ?? undefined;
  return import("./still").then(({ still }) => still(decodeURIComponent(id), step)).catch(() => null);
}

/** Once what was drawn is on the screen, where there is one to be seen: the application takes a while to be evaluated. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 100);
    requestAnimationFrame(() => setTimeout(resolve));
  });
}
