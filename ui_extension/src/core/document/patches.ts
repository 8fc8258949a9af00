/**
 * The edits that there are. Each addresses what it changes by id, never by place in a list: so it still means the same
 * when somebody else has changed the document meanwhile. Patches are plain JSON: they can be kept and sent.
 */

import { ends } from "../graph/ends.ts";
import type { Json, JsonObject } from "../json/json.ts";
import type { Scope } from "./scopes.ts";

/** What stands in lists. Edges are named by `edgeKey`, everything else by its own id. */
export type Kind = "node" | "edge" | "trigger" | "note" | "group";

export type Target =
  | { readonly kind: "workflow" }
  | { readonly kind: "body"; readonly scope: Scope }
  | { readonly kind: Kind; readonly id: string };

/**
 * `path` are the keys that lead to a value within the target; lists are replaced as wholes. `after` names the key, or
 * the id of the item, behind which a new one stands: null means first, absence last. `prune` takes away that many
 * enclosing objects (or the list) as well, where nothing is left in them.
 */
export type Patch =
  | {
      readonly op: "set";
      readonly on: Target;
      readonly path: readonly string[];
      readonly value: Json;
      readonly after?: string | null;
    }
  | { readonly op: "unset"; readonly on: Target; readonly path: readonly string[]; readonly prune?: number }
  | {
      readonly op: "add";
      readonly kind: Kind;
      readonly scope: Scope;
      readonly item: JsonObject;
      readonly after?: string | null;
    }
  | { readonly op: "remove"; readonly kind: Kind; readonly id: string; readonly prune?: number };

export const WORKFLOW: Target = { kind: "workflow" };

/** The keys that lead from the document (or from a graph) to each kind's list. */
export const LISTS: { readonly [K in Kind]: readonly string[] } = {
  node: ["nodes"],
  edge: ["edges"],
  trigger: ["triggers"],
  note: ["layout", "notes"],
  group: ["layout", "groups"],
};

/** How an edge is named: `a->b` and `a.out->b` are the same one. */
export function edgeKey(edge: { readonly from: string; readonly to: string }): string {
  const { node, port } = ends(edge.from);
  return `${port === "out" ? node : `${node}.${port}`}->${edge.to}`;
}

/** What an item of a list is addressed by. */
export function idOf(kind: Kind, item: Json | undefined): string | null {
  if (typeof item !== "object" || item === null || Array.isArray(item)) return null;
  const value = item as JsonObject;
  if (kind === "edge") {
    return typeof value["from"] === "string" && typeof value["to"] === "string"
      ? edgeKey({ from: value["from"], to: value["to"] })
      : null;
  }
  return typeof value["id"] === "string" ? value["id"] : null;
}
