// What a person downloads before they see something: the entry and all that it imports at once, compressed.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const BUILT = resolve(import.meta.dirname, "../../wfplatform/gateway/static");
const FIRST_LOAD_BYTES = 350 * 1024;

type Chunk = { file: string; imports?: string[]; css?: string[]; isEntry?: boolean };

function firstLoad(): string[] {
  const manifest: Record<string, Chunk> = JSON.parse(readFileSync(join(BUILT, "manifest.json"), "utf8"));
  const files = new Set<string>();
  const add = (key: string) => {
    const chunk = manifest[key];
    if (!chunk || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const css of chunk.css ?? []) files.add(css);
    for (const imported of chunk.imports ?? []) add(imported);
  };
  for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry) add(key);
  return [...files];
}

// `make ui-test` builds first; run alone without a build, there is nothing to weigh.
test.skipIf(!existsSync(join(BUILT, "manifest.json")))("the first load is at most 350 KB, compressed", () => {
  const weights = firstLoad().map((file) => gzipSync(readFileSync(join(BUILT, file)), { level: 9 }).length);
  const total = weights.reduce((sum, bytes) => sum + bytes, 0);
  expect(total).toBeGreaterThan(20_000);
  expect(total).toBeLessThanOrEqual(FIRST_LOAD_BYTES);
});
