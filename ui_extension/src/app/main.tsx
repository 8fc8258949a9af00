import { startI18n } from "./i18n/start";
import { loadInstead, still } from "./still";
import "./styles.css";

const PRESENTED_MS = 250;

const element = document.getElementById("root");
if (!element) throw new Error("index.html has no #root");

/** Pages that are long in coming are seen before they can be worked with. */
const [, execution] = /^\/executions\/([^/]+)$/.exec(window.location.pathname) ?? [];
// A picture is drawn at once. What comes without one comes bit by bit, each in a task of its own: this file, what draws, the
// words, the application. Together they would hold up the page for longer than anybody should notice. Their files come
// along with this one (see `bundling/pages.ts`).
const application =
  execution === undefined
    ? ownTask()
        .then(() => import("react-dom/client"))
        .then(() => import("./app"))
    : undefined;
const words = execution === undefined ? ownTask().then(() => startI18n()) : startI18n();

const draw = async () => {
  if (execution !== undefined) await drawStill(element, execution);
  const { begin } = await (application ?? loadInstead());
  // That it is there is told at the end of the task in which its files were evaluated.
  await ownTask();
  begin(element);
};
// Not awaited at the top: the file of another language may import from this one, and would wait for it for ever. When
// that file does not come, the page speaks English.
void words.then(draw, draw);

function ownTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

async function drawStill(root: HTMLElement, id: string): Promise<void> {
  try {
    root.innerHTML = await still(decodeURIComponent(id), new URLSearchParams(window.location.search));
  } catch {
    // What is wrong with it the page tells.
    return;
  }
  await presented();
}

/** On the screen, where there is one to be seen: what is fetched and evaluated before then would be in its way. */
function presented(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, PRESENTED_MS);
    new PerformanceObserver((paints, observer) => {
      if (paints.getEntriesByName("first-contentful-paint").length === 0) return;
      observer.disconnect();
      resolve();
    }).observe({ type: "paint", buffered: true });
  });
}
