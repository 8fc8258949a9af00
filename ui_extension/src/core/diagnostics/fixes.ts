/** What a hint says could be done about a finding, as patches. Only hints that name the very word are taken. */

import type { Patch } from "../document/patches.ts";
import type { WorkflowDocument } from "../document/schema.gen.ts";
import { indexOf } from "../document/scopes.ts";
import { isObject, type Json, type JsonObject, keyBefore, own } from "../json/json.ts";
import { type Diagnostic, fieldOf } from "./diagnostic.ts";

export interface Fix {
  readonly what: string;
  readonly patches: readonly Patch[];
}

const NAMED = /^(?:Did you mean|Write) '([^']+)'/;

/** Null when there is nothing that could be done without thinking. */
export function fixFor(document: WorkflowDocument, diagnostic: Diagnostic): Fix | null {
  const word = NAMED.exec(diagnostic.hint ?? "")?.[1];
  const node =
    typeof diagnostic.node === "string" ? indexOf(document).nodes.get(diagnostic.node)?.node : undefined;
  const path = fieldOf(diagnostic);
  const key = path.at(-1);
  if (word === undefined || node === undefined || key === undefined) return null;
  // A list is replaced as a whole, so a place within one has no patch of its own.
  if (path.some((token) => /^\d+$/.test(token)) || path[0] === "edges") return null;
  const holder = path
    .slice(0, -1)
    .reduce<Json | undefined>(
      (value, token) => (isObject(value) ? own(value, token) : undefined),
      node as unknown as JsonObject,
    );
  if (!isObject(holder)) return null;
  const patches = patchesFor({ kind: "node", id: node.id }, path, holder, word, diagnostic);
  return patches === null ? null : { what: word, patches };
}

function patchesFor(
  on: { kind: "node"; id: string },
  path: readonly string[],
  holder: JsonObject,
  word: string,
  diagnostic: Diagnostic,
): Patch[] | null {
  const key = path.at(-1) as string;
  const value = own(holder, key);
  if (isUnknownKey(diagnostic, key) && value !== undefined && own(holder, word) === undefined) {
    const renamed = [...path.slice(0, -1), word];
    return [
      { op: "set", on, path: renamed, value, after: keyBefore(holder, key) },
      { op: "unset", on, path },
    ];
  }
  if (typeof value !== "string") return null;
  const { offset } = diagnostic;
  if (offset === undefined || offset === null) return [{ op: "set", on, path, value: word }];
  const wrong = wrongWord(diagnostic.message, value, offset);
  if (wrong === null) return null;
  return [{ op: "set", on, path, value: value.slice(0, wrong.start) + word + value.slice(wrong.end) }];
}

/**
 * Where in a text the word stands that a finding names. Its offset is where the whole chain begins, `steps` for a step
 * that there is not: what the chain has reached by then may be called the same, and is passed over.
 */
function wrongWord(message: string, text: string, offset: number): { start: number; end: number } | null {
  const word = /'([^']+)'[^']*$/.exec(message)?.[1];
  if (word === undefined) return null;
  // The server counts characters, not halves of them.
  const chain = [...text].slice(0, offset).join("").length;
  const reached = reachedBy(message, text.slice(chain));
  const found = new RegExp(`(?<!\\w)${literal(word)}(?!\\w)`).exec(text.slice(chain + reached));
  if (found === null) return null;
  const start = chain + reached + found.index;
  return { start, end: start + word.length };
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function reachedBy(message: string, chain: string): number {
  if (/^there is no step/i.test(message)) return /^steps/.exec(chain)?.[0].length ?? 0;
  if (/^a step has no/i.test(message)) return /^steps\.\??\w+/.exec(chain)?.[0].length ?? 0;
  const path = /^(\S+) has no field/.exec(message)?.[1] ?? "";
  return chain.toLowerCase().startsWith(path.toLowerCase()) ? path.length : 0;
}

function isUnknownKey(diagnostic: Diagnostic, key: string): boolean {
  return diagnostic.message.endsWith(`has no key '${key}'.`);
}
