/** A document as the text that a person edits. Both keep the order of keys. */

import { isMap, isScalar, isSeq, type Node, parseDocument, Document as YamlDocument } from "yaml";
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
  return new YamlDocument(toMaps(value), { version: "1.2" }).toString({ lineWidth: 110 });
}

/** Maps keep the order that plain objects lose. */
function toMaps(value: Json): unknown {
  if (isList(value)) return value.map(toMaps);
  return isObject(value) ? new Map(entriesOf(value).map(([key, inner]) => [key, toMaps(inner)])) : value;
}

function fromYaml(node: Node | unknown): Json {
  if (isMap(node))
    return fromEntries(node.items.map((pair) => [String(fromYaml(pair.key)), fromYaml(pair.value)]));
  if (isSeq(node)) return node.items.map(fromYaml);
  if (isScalar(node)) return (node.value ?? null) as Json;
  return null;
}
