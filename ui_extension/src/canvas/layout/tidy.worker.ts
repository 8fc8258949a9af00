/** Layered layout, beside the page: 300 nodes take a second or more, and the canvas must not wait. */

import ELK, { type ElkNode } from "elkjs/lib/elk.bundled.js";

const elk = new ELK();

self.onmessage = async (event: MessageEvent<{ key: number; graph: ElkNode }>) => {
  const { key, graph } = event.data;
  try {
    self.postMessage({ key, graph: await elk.layout(graph) });
  } catch (error) {
    self.postMessage({ key, error: String(error) });
  }
};
