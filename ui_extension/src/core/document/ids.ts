/** New ids: short, readable, free. */

import type { WorkflowDocument } from "./schema.gen.ts";
import { indexOf } from "./scopes.ts";

const RESERVED: readonly string[] = ["in", "true", "false", "null"];
const NODE_ID = /^[a-z][a-z0-9_]{0,62}$/;

export function isNodeId(text: string): boolean {
  return NODE_ID.test(text) && !RESERVED.includes(text);
}

export function takenIds(document: WorkflowDocument): Set<string> {
  return new Set([
    ...indexOf(document).nodes.keys(),
    ...(document.layout?.notes ?? []).map((note) => note.id),
    ...(document.layout?.groups ?? []).map((group) => group.id),
  ]);
}

/** `wish` when it is free, else `wish_2`, `wish_3` ... The id given is taken from then on. */
export function freeId(wish: string, taken: Set<string>): string {
  const base = isNodeId(wish) ? wish : idFrom(wish);
  const stem = base.replace(/_\d+$/, "") || base;
  let id = base;
  for (let number = 2; taken.has(id) || RESERVED.includes(id); number += 1) {
    id = `${stem.slice(0, 62 - String(number).length)}_${number}`;
  }
  taken.add(id);
  return id;
}

/** Any text as an id: `Send a letter!` becomes `send_a_letter`. */
export function idFrom(text: string): string {
  const id = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "")
    .slice(0, 63);
  return id === "" ? "step" : id;
}

/** What a new node of this activity is called: its verb, `http.request@1` gives `request`. */
export function wishFor(type: string): string {
  return idFrom(type.replace(/@.*$/, "").split(".").at(-1) ?? "step");
}
