import { loadMonitor } from "./load-monitor";

/** The page and its drawing at once: one picture, drawn once. */
export async function loadPage() {
  const [page] = await Promise.all([import("./execution-page"), loadMonitor()]);
  return page;
}
