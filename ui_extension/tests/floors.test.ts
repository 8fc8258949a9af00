// The floors of the house, held by reading every import: app > features > canvas > {api, ui} > core.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const SRC = resolve(import.meta.dirname, "../src");
const SEES: Record<string, readonly string[]> = {
  app: ["features", "canvas", "api", "ui", "core"],
  features: ["canvas", "api", "ui", "core"],
  canvas: ["ui", "core"],
  api: ["core"],
  ui: [],
  core: [],
  testing: ["app", "features", "canvas", "api", "ui", "core"],
};
const IMPORT = /(?:\bfrom|\bimport\(?)\s*["']([^"']+)["']/g;

type Import = { from: string; to: string };

function ownImports(): Import[] {
  const found: Import[] = [];
  for (const entry of readdirSync(SRC, { recursive: true, withFileTypes: true })) {
    if (!/\.tsx?$/.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    for (const [, target] of readFileSync(file, "utf8").matchAll(IMPORT)) {
      const isOwn = target?.startsWith("@/") || target?.startsWith(".");
      if (!target || !isOwn) continue;
      const path = target.startsWith("@/") ? join(SRC, target.slice(2)) : resolve(dirname(file), target);
      found.push({ from: relative(SRC, file), to: relative(SRC, path) });
    }
  }
  return found;
}

const floorOf = (path: string) => path.split("/")[0] ?? "";
const roomOf = (path: string) => path.split("/").slice(0, 2).join("/");
const isTest = (path: string) => path.includes(".test.");

test("imports only go down", () => {
  const climbing = ownImports().filter(({ from, to }) => {
    const [floor, target] = [floorOf(from), floorOf(to)];
    if (floor === target || (isTest(from) && target === "testing")) return false;
    return !SEES[floor]?.includes(target);
  });
  expect(climbing).toEqual([]);
});

test("features do not know each other", () => {
  const across = ownImports().filter(
    ({ from, to }) =>
      floorOf(from) === "features" && floorOf(to) === "features" && roomOf(from) !== roomOf(to),
  );
  expect(across).toEqual([]);
});

test("app enters a feature by its index only, or by its first picture, which needs no router", () => {
  const through = ownImports().filter(
    ({ from, to }) =>
      floorOf(from) === "app" &&
      floorOf(to) === "features" &&
      to.split("/").length > 2 &&
      !to.endsWith(".json") &&
      !to.endsWith("/still"),
  );
  expect(through).toEqual([]);
});

test("TypeScript files stay small: median under 80 lines, none over 400", () => {
  const lengths = lengthsIn(SRC);
  const beside = ["e2e", "bench"].flatMap((folder) => lengthsIn(join(SRC, "..", folder)));
  expect([...lengths, ...beside].filter(({ lines }) => lines > 400)).toEqual([]);
  expect(lengths[Math.floor(lengths.length / 2)]?.lines ?? 0).toBeLessThan(80);
});

function lengthsIn(folder: string) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => /\.tsx?$/.test(entry.name) && !/\.(gen|test)\./.test(entry.name))
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return { file: relative(folder, file), lines: readFileSync(file, "utf8").split("\n").length };
    })
    .sort((one, other) => one.lines - other.lines);
}
