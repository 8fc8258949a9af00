/**
 * Whether a value can be shown as a graph. A draft may be in any state; what the canvas needs of it is little: lists of
 * objects with unique ids. Everything else that is wrong with it, the server says.
 */

import { entriesOf, isObject, type Json, type JsonObject } from "../json/json.ts";
import { idOf, type Kind } from "./patches.ts";
import type { WorkflowDocument } from "./schema.gen.ts";

/** Why a document can only be shown as text. `where` is a JSON Pointer. */
export interface NotDrawable {
  readonly reason: "not_an_object" | "not_a_list" | "no_id" | "same_id";
  readonly where: string;
  readonly id?: string;
}

export type Read = { readonly document: WorkflowDocument } | { readonly problem: NotDrawable };

export function readDocument(value: Json): Read {
  const problem = problemIn(value);
  return problem === null ? { document: value as unknown as WorkflowDocument } : { problem };
}

function problemIn(value: Json): NotDrawable | null {
  if (!isObject(value)) return { reason: "not_an_object", where: "" };
  const layout = value["layout"];
  if (layout !== undefined && layout !== null && !isObject(layout))
    return { reason: "not_an_object", where: "/layout" };
  return (
    inGraph(value, "", new Set()) ??
    inList(value["triggers"], "trigger", "/triggers", new Set()) ??
    inList(layout?.["notes"], "note", "/layout/notes", new Set()) ??
    inList(layout?.["groups"], "group", "/layout/groups", new Set())
  );
}

function inGraph(graph: JsonObject, where: string, seen: Set<string>): NotDrawable | null {
  const wrong = inList(graph["nodes"], "node", `${where}/nodes`, seen);
  if (wrong !== null) return wrong;
  for (const [index, node] of ((graph["nodes"] ?? []) as JsonObject[]).entries()) {
    const bodies = node["bodies"];
    if (bodies === undefined) continue;
    const at = `${where}/nodes/${index}/bodies`;
    if (!isObject(bodies)) return { reason: "not_an_object", where: at };
    for (const [name, body] of entriesOf(bodies)) {
      if (!isObject(body)) return { reason: "not_an_object", where: `${at}/${name}` };
      const inner = inGraph(body, `${at}/${name}`, seen);
      if (inner !== null) return inner;
    }
  }
  return inList(graph["edges"], "edge", `${where}/edges`, new Set());
}

function inList(list: Json | undefined, kind: Kind, where: string, seen: Set<string>): NotDrawable | null {
  if (list === undefined) return null;
  if (!Array.isArray(list)) return { reason: "not_a_list", where };
  for (const [index, item] of list.entries()) {
    const at = `${where}/${index}`;
    if (!isObject(item)) return { reason: "not_an_object", where: at };
    const id = idOf(kind, item);
    if (id === null) return { reason: "no_id", where: at };
    if (seen.has(id)) return { reason: "same_id", where: at, id };
    seen.add(id);
  }
  return null;
}
