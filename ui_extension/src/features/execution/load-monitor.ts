/**
 * The drawing, loaded beside the page by whoever opens it. It is here as soon as it is read: what a second `import()`
 * promises comes in a task behind the page's first picture.
 */

import type { Monitor } from "./monitor";

let loaded: typeof Monitor | undefined;

export async function loadMonitor(): Promise<void> {
  loaded = (await import("./monitor")).Monitor;
}

export const loadedMonitor = () => loaded;
