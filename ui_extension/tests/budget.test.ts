// What a person downloads before they see something: how much, compressed, and in how many files.
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { READ_AT_ONCE } from "../bundling/pages.ts";
import { beginning, evaluatedAtFirst, filesOf, group, isBuilt, readBuilt } from "./build.ts";

const FIRST_LOAD_BYTES = 350 * 1024;
const EXECUTION = ["src/features/execution/execution-page.tsx", "src/features/execution/monitor.tsx"];
const DESIGNER = ["src/features/designer/designer-page.tsx", "src/features/inspector/inspector.tsx"];
const EXECUTION_FILES = 9;
/** Of it an empty React page needs two fifths. */
const FIRST_PICTURE_BYTES = 150 * 1024;

const bytesOf = (files: Iterable<string>) =>
  [...files]
    .map((file) => gzipSync(readBuilt(file), { level: 9 }).length)
    .reduce((sum, bytes) => sum + bytes, 0);

/** What the header says that comes with a page. */
const asked = (path: string): string =>
  (JSON.parse(readBuilt("openings.json").toString()) as { address: string; link: string }[]).find(
    ({ address }) => new RegExp(`^${address}$`).test(path),
  )?.link ?? "";

describe.skipIf(!isBuilt)("the build", () => {
  test("needs at most 350 KB at first, compressed", () => {
    const total = bytesOf(new Set([...beginning(), ...filesOf(group("app"))]));
    expect(total).toBeGreaterThan(200_000);
    expect(total).toBeLessThanOrEqual(FIRST_LOAD_BYTES);
  });

  test("shows an execution with few files, the beginning's among them", () => {
    const files = new Set([...beginning(), ...filesOf(...EXECUTION)]);
    expect(files.size).toBeLessThanOrEqual(EXECUTION_FILES);
  });

  test("shows an execution at first with what every page begins with, and nothing that moves or leads elsewhere", () => {
    expect(bytesOf(beginning())).toBeLessThanOrEqual(FIRST_PICTURE_BYTES);
    expect(beginning().filter((file) => !/\/(index|rolldown-runtime)-/.test(file))).toEqual([]);
    const early = asked("/executions/7");
    expect(beginning().filter((file) => !early.includes(`</${file}>`))).toEqual([]);
    const later = [...filesOf(group("app")), ...filesOf(...EXECUTION)].filter(
      (file) => !beginning().includes(file),
    );
    expect(later.filter((file) => early.includes(file))).toEqual([]);
  });

  test("has all that a designer is made of asked for along with it", () => {
    const early = asked("/workflows/greet/design");
    const needed = [group("app"), ...DESIGNER].flatMap((one) => filesOf(one));
    expect(needed.length).toBeGreaterThan(3);
    expect(needed.filter((file) => !early.includes(`</${file}>`))).toEqual([]);
  });

  test("marks the files that a page is worked with to be read at once, but for the beginning's and an editor's", () => {
    const marked = (file: string) => readBuilt(file).toString().startsWith(READ_AT_ONCE);
    const later = filesOf(group("app"), ...DESIGNER).filter(
      (file) => file.endsWith(".js") && !beginning().includes(file),
    );
    expect(later.filter((file) => !marked(file))).toEqual([]);
    expect(evaluatedAtFirst().filter(marked)).toEqual([]);
    expect(filesOf("src/features/inspector/code-editor.tsx").some((file) => !marked(file))).toBe(true);
  });

  test("evaluates the application in another task than what draws it", () => {
    const application = filesOf(group("app")).filter((file) => file.includes("/app-"));
    expect(application).toHaveLength(1);
    expect(evaluatedAtFirst().filter((file) => application.includes(file))).toEqual([]);
  });

  test("brings no editor of text along with what is looked at only", () => {
    const names = filesOf(...EXECUTION, "src/features/executions/executions-page.tsx");
    expect(names.filter((file) => /editors|yaml|text-formats|cron/.test(file))).toEqual([]);
  });
});
