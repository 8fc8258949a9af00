/** Finds text in a workflow: in ids, titles, types, configuration, notes and the titles of frames. */

import { entriesOf, isList, isObject, type Json, type JsonObject } from "../json/json.ts";
import type { WorkflowDocument } from "./schema.gen.ts";
import { indexOf } from "./scopes.ts";

/** `where` are the keys that lead to the text; `excerpt` has the match at `at`. */
export interface Match {
  readonly kind: "node" | "note" | "group";
  readonly id: string;
  readonly where: readonly string[];
  readonly excerpt: string;
  readonly at: number;
}

const AROUND = 32;

/** In the order of the document, containers before what they contain. Upper and lower case are the same. */
export function findIn(document: WorkflowDocument, wanted: string, atMost = 200): readonly Match[] {
  const needle = wanted.trim().toLowerCase();
  const matches: Match[] = [];
  if (needle === "") return matches;
  for (const { node } of indexOf(document).nodes.values()) {
    const { bodies: _bodies, ...own } = node;
    search(own as unknown as JsonObject, { kind: "node", id: node.id }, []);
  }
  for (const note of document.layout?.notes ?? []) {
    search({ text: note.text ?? "" }, { kind: "note", id: note.id }, []);
  }
  for (const group of document.layout?.groups ?? []) {
    search({ title: group.title ?? "" }, { kind: "group", id: group.id }, []);
  }
  return matches.slice(0, atMost);

  function search(value: Json, of: Pick<Match, "kind" | "id">, where: readonly string[]): void {
    if (isList(value)) {
      for (const [index, item] of value.entries()) search(item, of, [...where, String(index)]);
    } else if (isObject(value)) {
      for (const [key, inner] of entriesOf(value)) search(inner, of, [...where, key]);
    } else {
      const text = String(value);
      const at = text.toLowerCase().indexOf(needle);
      if (at < 0) return;
      const start = Math.max(0, at - AROUND);
      const excerpt = text.slice(start, at + needle.length + AROUND);
      matches.push({ ...of, where, excerpt, at: at - start });
    }
  }
}
