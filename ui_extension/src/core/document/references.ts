/**
 * Renames steps inside expressions: `steps.pay.output` becomes `steps.pay_2.output`, in every text of a value. Texts in
 * quotes within an expression stay as they are, and so does whatever only looks like a step (`my.steps.pay`).
 */

import { entriesOf, fromEntries, isList, isObject, type Json } from "../json/json.ts";

export type Renaming = ReadonlyMap<string, string>;

/** A text in quotes; `steps["pay"]`; `steps.pay` and `steps.?pay`. */
const TOKEN =
  /(?<![\w.])(?<root>steps|incoming)(?:(?<open>\s*\[\s*["'])(?<key>[a-z][a-z0-9_]*)(?=["']\s*\])|(?<dot>\s*\.\s*\??\s*)(?<id>[a-z][a-z0-9_]*)(?!\w))|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;

export function renamedInText(text: string, names: Renaming): string {
  if (!text.includes("steps") && !text.includes("incoming")) return text;
  return partsOf(text)
    .map(({ part, isExpression }) => (isExpression ? inExpression(part, names) : part))
    .join("");
}

export function renamedIn(value: Json, names: Renaming): Json {
  if (names.size === 0) return value;
  if (typeof value === "string") return renamedInText(value, names);
  if (isList(value)) return value.map((item) => renamedIn(item, names));
  if (isObject(value))
    return fromEntries(entriesOf(value).map(([key, inner]) => [key, renamedIn(inner, names)]));
  return value;
}

/** The steps that a value's expressions read. */
export function stepsReadBy(value: Json): ReadonlySet<string> {
  return new Set(textsIn(value).flatMap((text) => partsOf(text).flatMap(stepsIn)));
}

function textsIn(value: Json): string[] {
  if (typeof value === "string") return [value];
  if (isList(value)) return value.flatMap(textsIn);
  return isObject(value) ? entriesOf(value).flatMap(([, inner]) => textsIn(inner)) : [];
}

function stepsIn({ part, isExpression }: { part: string; isExpression: boolean }): string[] {
  if (!isExpression) return [];
  return [...part.matchAll(TOKEN)].flatMap(({ groups }) => groups?.["id"] ?? groups?.["key"] ?? []);
}

function inExpression(text: string, names: Renaming): string {
  return text.replace(TOKEN, (whole, ...rest) => {
    const { root, open, key, dot, id } = rest.at(-1) as Record<string, string | undefined>;
    if (id !== undefined) return `${root}${dot}${names.get(id) ?? id}`;
    return key === undefined ? whole : `${root}${open}${names.get(key) ?? key}`;
  });
}

/** A text with `${{ }}` is an expression within them; one without is bare, as `when` and `items` are. */
function partsOf(text: string): { part: string; isExpression: boolean }[] {
  if (!text.includes("${{")) return [{ part: text, isExpression: true }];
  return text.split(/(\$\{\{[\s\S]*?\}\})/).map((part, index) => ({ part, isExpression: index % 2 === 1 }));
}
