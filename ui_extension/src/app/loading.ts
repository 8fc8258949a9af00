import { DesignerPage } from "@/features/designer";
import { ExecutionPage } from "@/features/execution";
import { ExecutionsPage } from "@/features/executions";
import { OverviewPage } from "@/features/overview";
import { WelcomePage } from "@/features/welcome";
import { loadDialogs, WorkflowPage, WorkflowsPage } from "@/features/workflows";

const PAGES = [
  OverviewPage,
  WorkflowsPage,
  ExecutionsPage,
  WorkflowPage,
  ExecutionPage,
  DesignerPage,
  WelcomePage,
] as const;

/** The page that is shown comes first, with its data and what somebody begins to do there. */
const FIRST_MS = 30_000;
const IDLE_MS = 1_000;
/** A browser's first date costs it as much as a picture of ours: it is made before somebody waits for one. */
const FIRST_DATE_MS = 2_000;

/** A page that is loaded has nothing to load any more; one whose files did not come is tried again. */
export const loadPages = () => Promise.all(PAGES.map((page) => page.preload?.()));

/**
 * Loads every page while there is nothing else to do, so that one that was never shown opens without a network, too. One
 * after the other: each is evaluated as it comes. Answers what stops it.
 */
export function loadWhenIdle(): () => void {
  let isOver = false;
  const go = async () => {
    for (const load of [...PAGES.map((page) => () => page.preload?.()), loadDialogs]) {
      await idle();
      if (isOver) return;
      await load();
    }
  };
  // Whatever does not come now comes when it is needed.
  const timer = setTimeout(() => void go().catch(() => undefined), FIRST_MS);
  const dated = setTimeout(() => void idle().then(() => new Intl.DateTimeFormat().format()), FIRST_DATE_MS);
  return () => {
    isOver = true;
    clearTimeout(timer);
    clearTimeout(dated);
  };
}

const idle = () =>
  new Promise<void>((done) => {
    // Not every browser tells when it is idle.
    if (globalThis.requestIdleCallback === undefined) setTimeout(done, IDLE_MS);
    else requestIdleCallback(() => done());
  });
