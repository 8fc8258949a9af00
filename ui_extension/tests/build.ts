// The build as it lies in the package: what is needed for what.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const FOLDER = resolve(import.meta.dirname, "../../wfplatform/gateway/static");
const INDEX = "index.html";

type Chunk = { file: string; name?: string; imports?: string[]; css?: string[] };

/** `make ui-test` builds first; run alone without a build, there is nothing to look at. */
export const isBuilt = existsSync(join(FOLDER, "manifest.json"));

export const readBuilt = (file: string) => readFileSync(join(FOLDER, file));

const manifest = (): Record<string, Chunk> => JSON.parse(readBuilt("manifest.json").toString());

/** Files that are evaluated in one task with the page's first one. */
export const evaluatedAtFirst = (): string[] => [
  manifest()[INDEX]?.file ?? "",
  ...(manifest()[INDEX]?.imports ?? []).flatMap((key) => filesOf(key)),
];

/** Files that every page begins with. */
export function beginning(): string[] {
  const named = readBuilt(INDEX)
    .toString()
    .matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g);
  return [...new Set([...named].map(([, file = ""]) => file))];
}

/** Files that these sources bring along at once. */
export function filesOf(...sources: string[]): string[] {
  const chunks = manifest();
  const files = new Set<string>();
  const add = (key: string) => {
    const chunk = chunks[key];
    // The page itself stands for what it begins with.
    if (key === INDEX || files.has(chunk?.file ?? "")) return;
    if (chunk === undefined) throw new Error(`nothing was made of ${key}`);
    files.add(chunk.file);
    for (const css of chunk.css ?? []) files.add(css);
    for (const imported of chunk.imports ?? []) add(imported);
  };
  for (const key of sources) add(key);
  return [...files];
}

/** The file that groups of `bundling/chunks.ts` are named for, as a source of `filesOf`. */
export function group(name: string): string {
  const found = Object.entries(manifest()).find(([, chunk]) => chunk.name === name);
  if (found === undefined) throw new Error(`no file is named ${name}`);
  return found[0];
}
