import { StrictMode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { startI18n } from "./i18n/start";
import { loadInstead, still } from "./still";
import "./styles.css";

const element = document.getElementById("root");
if (!element) throw new Error("index.html has no #root");

/** Pages that are long in coming are seen before they can be worked with. */
const [, execution] = /^\/executions\/([^/]+)$/.exec(window.location.pathname) ?? [];
// The application's files come along with this one's (see `bundling/pages.ts`), and are evaluated in a task of their own.
const application = execution === undefined ? import("./app") : undefined;

const draw = async () => {
  const root = createRoot(element);
  if (execution !== undefined) await drawStill(root, execution);
  const { App } = await (application ?? loadInstead());
  root.render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
};
// Not awaited at the top: the file of another language may import from this one, and would wait for it for ever. When
// that file does not come, the page speaks English.
void startI18n().then(draw, draw);

async function drawStill(root: Root, id: string): Promise<void> {
  const step = new URLSearchParams(window.location.search).get("step") ?? undefined;
  try {
    root.render(await still(decodeURIComponent(id), step));
  } catch {
    // What is wrong with it the page tells.
    return;
  }
  // On the screen, where there is one to be seen: to evaluate the application takes a while.
  await new Promise((resolve) => {
    setTimeout(resolve, 100);
    requestAnimationFrame(() => setTimeout(resolve));
  });
}
