/** What the server finds wrong with a document, and which node and field each finding belongs to. */

import type { WorkflowDocument, WorkflowEdge } from "../document/schema.gen.ts";
import { collapsedAround } from "../document/scopes.ts";
import { isList, isObject, type Json, type JsonObject, own } from "../json/json.ts";

export interface Diagnostic {
  readonly code: string;
  readonly message: string;
  /** A JSON Pointer into the document. */
  readonly pointer: string;
  readonly node?: string | null;
  readonly hint?: string | null;
  readonly severity: string;
  readonly line?: number | null;
  readonly column?: number | null;
  /** In the text at the pointer, by code points. */
  readonly offset?: number | null;
  /** The wrong one that stands there, if it is a matter of one. */
  readonly word?: string | null;
  /** What was most likely meant by that word, or else by the value at the pointer. */
  readonly instead?: string | null;
  /** What the key at the pointer was most likely meant to be. */
  readonly rename?: string | null;
  /** A key that lacks at the pointer. */
  readonly missing?: string | null;
}

export interface Marks {
  readonly errors: number;
  readonly warnings: number;
}

/** By node. */
export function marksOf(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, Marks> {
  const marks = new Map<string, Marks>();
  for (const { node, severity } of diagnostics) {
    if (node === undefined || node === null) continue;
    const { errors, warnings } = marks.get(node) ?? { errors: 0, warnings: 0 };
    const isError = severity === "error";
    marks.set(node, { errors: errors + (isError ? 1 : 0), warnings: warnings + (isError ? 0 : 1) });
  }
  return marks;
}

/** A collapsed container has the marks of what it hides as well. The others stay the same objects. */
export function rolledUp(
  marks: ReadonlyMap<string, Marks>,
  document: WorkflowDocument,
): ReadonlyMap<string, Marks> {
  const all = new Map(marks);
  for (const [id, { errors, warnings }] of marks) {
    for (const one of collapsedAround(document, id)) {
      const known = all.get(one) ?? { errors: 0, warnings: 0 };
      all.set(one, { errors: known.errors + errors, warnings: known.warnings + warnings });
    }
  }
  return all;
}

/** The keys within the node that a finding is about: `/nodes/3/with/url` gives `with`, `url`. */
export function fieldOf(diagnostic: Diagnostic): readonly string[] {
  let keys = diagnostic.pointer.split("/").slice(1).map(unescaped);
  // Nodes stand in bodies of nodes; what is called `nodes` further in is a field's own.
  while (keys[0] === "nodes") {
    keys = keys.slice(2);
    if (keys[0] === "bodies" && keys[2] === "nodes") keys = keys.slice(2);
  }
  return keys;
}

/** Where a person looks for it; what is missing belongs to the field that is empty. */
export function placeIn(diagnostic: Diagnostic): readonly string[] {
  const missing = diagnostic.missing ?? null;
  const place = fieldOf(diagnostic);
  if (missing === null) return place;
  // A node without any configuration is found fault with as a whole.
  const isOfNode = place.length === 0 && typeof diagnostic.node === "string";
  return isOfNode ? ["with", missing] : [...place, missing];
}

function unescaped(key: string): string {
  return key.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** The edge that a finding is about, if it is about one. */
export function edgeAt(document: WorkflowDocument, diagnostic: Diagnostic): WorkflowEdge | undefined {
  const [, graph, at] = /^(.*)\/edges\/(\d+)/.exec(diagnostic.pointer) ?? [];
  if (graph === undefined) return undefined;
  let holder: Json | undefined = document as unknown as JsonObject;
  for (const key of graph.split("/").slice(1).map(unescaped))
    holder = isList(holder) ? holder[Number(key)] : isObject(holder) ? own(holder, key) : undefined;
  const edges = isObject(holder) ? own(holder, "edges") : undefined;
  return isList(edges) ? (edges[Number(at)] as WorkflowEdge | undefined) : undefined;
}
