/** What could be done about a finding without thinking, as patches: write what the server says was meant. */

import type { Patch } from "../document/patches.ts";
import type { WorkflowDocument } from "../document/schema.gen.ts";
import { indexOf } from "../document/scopes.ts";
import { isObject, type Json, type JsonObject, keyBefore, own } from "../json/json.ts";
import { type Diagnostic, fieldOf } from "./diagnostic.ts";

export interface Fix {
  readonly what: string;
  readonly patches: readonly Patch[];
}

/** Codes of findings about a key; all others are about a value. */
const UNKNOWN_KEYS = new Set(["WF-MOD-014", "WF-CMP-014"]);

/** Null when there is nothing that could be done without thinking. */
export function fixFor(document: WorkflowDocument, diagnostic: Diagnostic): Fix | null {
  const meant = diagnostic.instead ?? null;
  const node =
    typeof diagnostic.node === "string" ? indexOf(document).nodes.get(diagnostic.node)?.node : undefined;
  const path = fieldOf(diagnostic);
  const key = path.at(-1);
  if (meant === null || node === undefined || key === undefined) return null;
  // A list is replaced as a whole, so a place within one has no patch of its own.
  if (path.some((token) => /^\d+$/.test(token)) || path[0] === "edges") return null;
  const holder = path
    .slice(0, -1)
    .reduce<Json | undefined>(
      (value, token) => (isObject(value) ? own(value, token) : undefined),
      node as unknown as JsonObject,
    );
  if (!isObject(holder)) return null;
  const on = { kind: "node", id: node.id } as const;
  const value = own(holder, key);
  if (UNKNOWN_KEYS.has(diagnostic.code)) {
    if (value === undefined || own(holder, meant) !== undefined) return null;
    const renamed = [...path.slice(0, -1), meant];
    const after = keyBefore(holder, key);
    const patches: Patch[] = [
      { op: "set", on, path: renamed, value, after },
      { op: "unset", on, path },
    ];
    return { what: meant, patches };
  }
  const right = typeof value === "string" ? corrected(value, meant, diagnostic) : null;
  return right === null ? null : { what: meant, patches: [{ op: "set", on, path, value: right }] };
}

/** The text with what was meant in it. Null when it is not known which characters it is meant for. */
function corrected(text: string, meant: string, { offset, length }: Diagnostic): string | null {
  if ((offset ?? null) === null) return meant;
  if ((length ?? null) === null) return null;
  const characters = [...text];
  const [start, count] = [offset as number, length as number];
  return characters.slice(0, start).join("") + meant + characters.slice(start + count).join("");
}
