// Every language says everything that English says, with the same blanks to fill in, and each is used.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const SRC = resolve(import.meta.dirname, "../src");
const OTHERS = ["de"];

function flat(words: object, before = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === "string") found.set(before + key, value);
    else for (const [inner, text] of flat(value, `${before}${key}.`)) found.set(inner, text);
  }
  return found;
}

const english = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.name === "messages.en.json")
  .map((entry) => join(entry.parentPath, entry.name));
const read = (file: string) => flat(JSON.parse(readFileSync(file, "utf8")) as object);
const blanks = (text: string) => [...text.matchAll(/{{\s*(\w+)/g)].map((match) => match[1]).sort();

test.each(
  english.flatMap((file) => OTHERS.map((language) => [relative(SRC, dirname(file)), language, file])),
)("%s is complete in %s", (_, language, file) => {
  const [own, other] = [read(file), read(file.replace(".en.", `.${language}.`))];
  expect([...other.keys()].sort()).toEqual([...own.keys()].sort());
  for (const [key, text] of own) expect([key, blanks(other.get(key) ?? "")]).toEqual([key, blanks(text)]);
  for (const [key, text] of other) expect([key, text.trim()]).not.toEqual([key, ""]);
});

test("no sentence stands in a component: texts between tags come from the catalogues", () => {
  const spoken = readdirSync(SRC, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.endsWith(".tsx") && !entry.name.includes(".test."))
    .flatMap((entry) => {
      const text = readFileSync(join(entry.parentPath, entry.name), "utf8");
      return [...text.matchAll(/>\s*([A-Z][a-z]+(?: [a-zA-Z]+)+)\s*<\//g)].map(
        (match) => `${entry.name}: ${match[1]}`,
      );
    });
  expect(spoken).toEqual([]);
});
