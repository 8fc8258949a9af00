/** What could be written next in an expression: names and fields in scope, and functions. */

import type { FunctionInfo } from "../catalogue/activity.ts";
import { isObject, type JsonObject } from "../json/json.ts";
import { schemaAt } from "./paths.ts";

export interface Suggestion {
  readonly label: string;
  /** What is put in place of what was begun. `caret`: how far from its end the caret stands then. */
  readonly text: string;
  readonly caret: number;
  readonly kind: "name" | "field" | "function";
  /** A type of JSON Schema, or the signature of a function. */
  readonly detail: string;
  readonly about: string;
}

export interface Completion {
  /** Where in the text that which is completed begins. */
  readonly from: number;
  readonly suggestions: readonly Suggestion[];
}

const BEGUN = /((?:[A-Za-z_]\w*|\[\s*(?:\d+|"[^"]*"|'[^']*')\s*\]|\.\??)*?)(\.\??)?([A-Za-z_]\w*)?$/;
const RECEIVERS: Readonly<Record<string, string>> = { string: "string", array: "list", object: "object" };

/** `text` is the expression up to the caret. Null within quotes. */
export function completionsIn(
  text: string,
  scope: JsonObject,
  functions: readonly FunctionInfo[],
): Completion | null {
  if (isQuoted(text)) return null;
  const [, head = "", dot = "", begun = ""] = BEGUN.exec(text) ?? [];
  const from = text.length - begun.length;
  const all = dot === "" && head === "" ? rootsIn(scope, functions) : membersOf(head, scope, functions);
  const wanted = begun.toLowerCase();
  return { from, suggestions: all.filter((one) => one.label.toLowerCase().includes(wanted)) };
}

function rootsIn(scope: JsonObject, functions: readonly FunctionInfo[]): Suggestion[] {
  const free = functions.filter((one) => one.kind === "function" || /^[a-z]+\(/i.test(one.signature));
  return [...fieldsOf(scope, "name"), ...free.map(called)];
}

function membersOf(head: string, scope: JsonObject, functions: readonly FunctionInfo[]): Suggestion[] {
  const within = functions.filter((one) => one.kind !== "method" && one.name.startsWith(`${head}.`));
  if (within.length > 0)
    return within.map((one) => called({ ...one, name: one.name.slice(head.length + 1) }));
  const schema = schemaAt(scope, head);
  const receiver = RECEIVERS[String(schema?.["type"] ?? "")];
  const methods = functions.filter((one) => {
    const takes = /^\(?([\w |]+)\)?\.\w+\(/.exec(one.signature)?.[1];
    if (takes === undefined || one.kind === "function") return false;
    return receiver === undefined || takes.includes(receiver) || takes === "value";
  });
  return [...(schema === null ? [] : fieldsOf(schema, "field")), ...methods.map(called)];
}

function fieldsOf(schema: JsonObject, kind: "name" | "field"): Suggestion[] {
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  return Object.entries(properties).flatMap(([label, part]) => {
    if (!/^[A-Za-z_]\w*$/.test(label) || !isObject(part)) return [];
    const about = typeof part["description"] === "string" ? part["description"] : "";
    return [{ label, text: label, caret: 0, kind, detail: typeOf(part), about }];
  });
}

function called({ name, signature, summary, example }: FunctionInfo): Suggestion {
  const isBare = /\(\)/.test(signature);
  const about = `${summary} ${example}`;
  return {
    label: name,
    text: `${name}()`,
    caret: isBare ? 0 : 1,
    kind: "function",
    detail: signature.split("->")[1]?.trim() ?? "",
    about,
  };
}

/** A type as JSON Schema calls it; "" when it is not known. */
export function typeOf(schema: JsonObject): string {
  const type = schema["type"];
  return typeof type === "string" ? type : "";
}

function isQuoted(text: string): boolean {
  let quote = "";
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] as string;
    if (quote !== "" && letter === "\\") at += 1;
    else if (quote === letter) quote = "";
    else if (quote === "" && (letter === "'" || letter === '"')) quote = letter;
  }
  return quote !== "";
}
