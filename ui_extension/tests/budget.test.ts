// What a person downloads before they see something: how much, compressed, and in how many files.
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { READ_AT_ONCE } from "../bundling/pages.ts";
import { beginning, evaluatedAtFirst, filesOf, group, isBuilt, readBuilt } from "./build.ts";

const FIRST_LOAD_BYTES = 350 * 1024;
const EXECUTION = ["src/features/execution/execution-page.tsx", "src/features/execution/monitor.tsx"];
const EXECUTION_FILES = 12;
/** What an empty React page needs is half of it. */
const FIRST_PICTURE_BYTES = 150 * 1024;

describe.skipIf(!isBuilt)("the build", () => {
  test("needs at most 350 KB at first, compressed", () => {
    const weights = beginning().map((file) => gzipSync(readBuilt(file), { level: 9 }).length);
    const total = weights.reduce((sum, bytes) => sum + bytes, 0);
    expect(total).toBeGreaterThan(20_000);
    expect(total).toBeLessThanOrEqual(FIRST_LOAD_BYTES);
  });

  test("shows an execution with few files, the beginning's among them", () => {
    expect(new Set([...beginning(), ...filesOf(...EXECUTION, group("still"))]).size).toBeLessThanOrEqual(
      EXECUTION_FILES,
    );
  });

  test("shows an execution at first with little, and with nothing that edits or leads elsewhere", () => {
    const files = new Set([...evaluatedAtFirst(), ...filesOf(group("still"))]);
    const weights = [...files].map((file) => gzipSync(readBuilt(file), { level: 9 }).length);
    expect(weights.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(FIRST_PICTURE_BYTES);
    expect([...files].filter((file) => /canvas-.*js|app-|editors|execution-page/.test(file))).toEqual([]);
  });

  test("has an execution's first picture asked for ahead of its data, and both ahead of the page", () => {
    const early = readBuilt("openings.json").toString();
    const [picture = "", page = ""] = ["/still-", "/execution-page-"].map((name) => `assets${name}`);
    const order = [picture, "/api/v1/executions/$1", page].map((what) => early.indexOf(what));
    expect(order.filter((at) => at < 0)).toEqual([]);
    expect(order).toEqual([...order].sort((one, other) => one - other));
  });

  test("has all that an execution's page is made of asked for along with it", () => {
    const early = readBuilt("openings.json").toString();
    const begun = beginning();
    const needed = filesOf(...EXECUTION).filter((file) => !begun.includes(file));
    expect(needed.length).toBeGreaterThan(1);
    expect(needed.filter((file) => !early.includes(`</${file}>`))).toEqual([]);
  });

  test("marks the files that a page is shown with to be read at once, and no editor", () => {
    const marked = (file: string) => readBuilt(file).toString().startsWith(READ_AT_ONCE);
    const shown = [...beginning(), ...filesOf(...EXECUTION)].filter((file) => file.endsWith(".js"));
    expect(shown.filter((file) => !marked(file))).toEqual([]);
    expect(filesOf("src/features/inspector/code-editor.tsx").some((file) => !marked(file))).toBe(true);
  });

  test("evaluates the application in another task than what draws it, and brings both at once", () => {
    const application = beginning().filter((file) => file.includes("/app-"));
    expect(application).toHaveLength(1);
    expect(evaluatedAtFirst().filter((file) => application.includes(file))).toEqual([]);
  });

  test("brings no editor of text along with what is looked at only", () => {
    const names = filesOf(...EXECUTION, "src/features/executions/executions-page.tsx");
    expect(names.filter((file) => /editors|yaml|text-formats|cron/.test(file))).toEqual([]);
  });
});
