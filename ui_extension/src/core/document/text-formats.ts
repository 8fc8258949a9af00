/** A document as the text that a person edits. Both keep the order of keys, and numbers as they are written. */

import {
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  type Scalar,
  type ScalarTag,
  Document as YamlDocument,
} from "yaml";
import { ExactNumber, numberFrom } from "../json/exact.ts";
import { entriesOf, fromEntries, isList, isObject, type Json } from "../json/json.ts";
import { parseJson } from "../json/parse.ts";
import { writeJson } from "../json/write.ts";

export type TextFormat = "json" | "yaml";

/** Raises an error that says where the text is no JSON or YAML. */
export function parseText(text: string, format: TextFormat): Json {
  if (format === "json") return parseJson(text);
  const document = parseDocument(text, { version: "1.2" });
  const error = document.errors[0];
  if (error !== undefined) throw error;
  return fromYaml(document.contents);
}

export function writeText(value: Json, format: TextFormat): string {
  if (format === "json") return `${writeJson(value, 2)}\n`;
  const made = new YamlDocument(toMaps(value), {
    version: "1.2",
    customTags: (tags) => [EXACT, ...tags],
    // The same number in two places is no reference from one to the other.
    aliasDuplicateObjects: false,
  });
  return made.toString({ lineWidth: 110 });
}

const EXACT: ScalarTag = {
  tag: "tag:yaml.org,2002:float",
  default: true,
  identify: (value) => value instanceof ExactNumber,
  resolve: (text) => text,
  stringify: ({ value }) => String(value),
};

/** Maps keep the order that plain objects lose. */
function toMaps(value: Json): unknown {
  if (isList(value)) return value.map(toMaps);
  return isObject(value) ? new Map(entriesOf(value).map(([key, inner]) => [key, toMaps(inner)])) : value;
}

function fromYaml(node: Node | unknown): Json {
  if (isMap(node))
    return fromEntries(node.items.map((pair) => [String(fromYaml(pair.key)), fromYaml(pair.value)]));
  if (isSeq(node)) return node.items.map(fromYaml);
  return isScalar(node) ? fromScalar(node) : null;
}

function fromScalar({ value, source }: Scalar): Json {
  const exact = typeof value === "number" && source !== undefined ? numberFrom(source) : null;
  return exact ?? ((value ?? null) as Json);
}
