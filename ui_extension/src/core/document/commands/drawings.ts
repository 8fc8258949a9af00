/** Notes and groups: drawn for people, without meaning for what the workflow does. */

import type { JsonObject } from "../../json/json.ts";
import { freeId, takenIds } from "../ids.ts";
import type { Patch } from "../patches.ts";
import type { Group, Note, WorkflowDocument } from "../schema.gen.ts";
import { ROOT } from "../scopes.ts";
import type { At } from "./layout.ts";

export function addNote(document: WorkflowDocument, at: At, text = ""): { id: string; patches: Patch[] } {
  const id = freeId("note", takenIds(document));
  const item: JsonObject = { id, text, x: Math.round(at.x), y: Math.round(at.y) };
  return { id, patches: [{ op: "add", kind: "note", scope: ROOT, item }] };
}

export function changeNote(id: string, change: Partial<Omit<Note, "id">>): Patch[] {
  return Object.entries(change).map(
    ([key, value]): Patch => ({ op: "set", on: { kind: "note", id }, path: [key], value }),
  );
}

export function removeNote(id: string): Patch[] {
  return [{ op: "remove", kind: "note", id }];
}

export function addGroup(
  document: WorkflowDocument,
  nodes: readonly string[],
  title = "",
): { id: string; patches: Patch[] } {
  const id = freeId("group", takenIds(document));
  return { id, patches: [{ op: "add", kind: "group", scope: ROOT, item: { id, title, nodes } }] };
}

export function changeGroup(id: string, change: Partial<Omit<Group, "id">>): Patch[] {
  return Object.entries(change).map(
    ([key, value]): Patch => ({ op: "set", on: { kind: "group", id }, path: [key], value }),
  );
}

export function removeGroup(id: string): Patch[] {
  return [{ op: "remove", kind: "group", id }];
}
