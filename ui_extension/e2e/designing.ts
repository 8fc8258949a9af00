// What the tests of the designer have in common: drafts by the API, and a hand that drags.
import type { Page } from "playwright-core";
import { api } from "./browser";

export interface Doc {
  readonly nodes: {
    id: string;
    type: string;
    title?: string;
    with?: unknown;
    bodies?: Record<string, Doc>;
  }[];
  readonly edges: { from: string; to: string }[];
  readonly layout?: {
    nodes?: Record<string, { x: number; y: number }>;
    edges?: Record<string, { points?: unknown[] }>;
  };
}
export const draftOf = async (name: string) =>
  (await api<{ document: Doc }>("GET", `/drafts/${name}`)).document;
export const saved = (page: Page) => page.getByText("Saved", { exact: true }).waitFor();
export const edges = (document: Doc) => document.edges.map((edge) => `${edge.from}->${edge.to}`);
export const card = (page: Page, id: string) => page.locator(`[data-node="${id}"]`);
export const middle = async (page: Page, selector: string) => {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`${selector} is not there`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};
export const handle = (id: string, port: string) =>
  `.react-flow__handle[data-nodeid="${id}"][data-handleid="${port}"]`;
export const drag = async (page: Page, from: { x: number; y: number }, to: { x: number; y: number }) => {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
};
/** By the step's text, whole. */
export const configure = async (page: Page, id: string, type: string, config: unknown) => {
  await page
    .getByRole("region", { name: `Step ${id}` })
    .getByRole("tab", { name: "Text" })
    .click();
  await page.getByLabel("This step as JSON").fill(JSON.stringify({ id, type, with: config }));
};
export const started = async (name: string) => {
  const { id } = await api<{ id: string }>("POST", `/workflows/${name}/executions?wait=20`, { input: {} });
  return await api<{ status: string; output: unknown }>("GET", `/executions/${id}`);
};
export const blank = async (name: string) => {
  await api("PUT", `/drafts/${name}`, { schema: "wfplatform/v1", kind: "flow", name, nodes: [], edges: [] });
  return name;
};
export const publish = async (page: Page) => {
  await saved(page);
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await page.getByRole("button", { name: /^Publish 1\.0\.0/ }).click();
  await page.getByText("Version 1.0.0 is published", { exact: true }).waitFor();
};
