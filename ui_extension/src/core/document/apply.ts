/**
 * Applies patches. Each yields its inverse: applied to the result, it restores the document to the letter, order of
 * keys and items included. A patch whose target is not there any more is refused (null), which is no error: somebody
 * else may have removed it.
 */

import { isObject, type Json, type JsonObject, keyBefore, own, withKey, withoutKey } from "../json/json.ts";
import { idOf, type Kind, LISTS, type Patch, type Target } from "./patches.ts";
import type { WorkflowDocument } from "./schema.gen.ts";
import { indexOf, listIn, ROOT, type Scope, withGraph } from "./scopes.ts";

export interface Applied {
  readonly document: WorkflowDocument;
  /** In the order in which they are to be applied. */
  readonly inverses: readonly Patch[];
  /** Those whose target is gone. */
  readonly refused: readonly Patch[];
}

export function applyAll(document: WorkflowDocument, patches: readonly Patch[]): Applied {
  const inverses: Patch[] = [];
  const refused: Patch[] = [];
  let present = document;
  for (const patch of patches) {
    const done = apply(present, patch);
    if (done === null) {
      refused.push(patch);
    } else {
      present = done.document;
      inverses.unshift(done.inverse);
    }
  }
  return { document: present, inverses, refused };
}

export function apply(
  document: WorkflowDocument,
  patch: Patch,
): { document: WorkflowDocument; inverse: Patch } | null {
  const edit = new Edit(document as unknown as JsonObject);
  const inverse = edit.apply(patch);
  return inverse === null ? null : { document: edit.document as unknown as WorkflowDocument, inverse };
}

class Edit {
  document: JsonObject;

  constructor(document: JsonObject) {
    this.document = document;
  }

  apply(patch: Patch): Patch | null {
    switch (patch.op) {
      case "set":
        return this.set(patch);
      case "unset":
        return this.unset(patch);
      case "add":
        return this.add(patch);
      case "remove":
        return this.remove(patch);
    }
  }

  private set({ on, path, value, after }: Patch & { op: "set" }): Patch | null {
    if (path.length === 0) return null;
    let inverse: Patch | null = null;
    const found = this.onTarget(on, (target) => {
      inverse = inverseOfSet(target, on, path);
      return setAt(target, path, value, after);
    });
    return found ? renamed(inverse, path, value) : null;
  }

  private unset({ on, path, prune = 0 }: Patch & { op: "unset" }): Patch | null {
    let inverse: Patch | null = null;
    this.onTarget(on, (target) => {
      const holder = valueAt(target, path.slice(0, -1));
      const key = path.at(-1);
      if (!isObject(holder) || key === undefined || own(holder, key) === undefined) return target;
      inverse = { op: "set", on, path, value: own(holder, key) as Json, after: keyBefore(holder, key) };
      return pruned(setAt(target, path, undefined), path.slice(0, -1), prune);
    });
    return inverse;
  }

  private add({ kind, scope, item, after }: Patch & { op: "add" }): Patch | null {
    const id = idOf(kind, item);
    if (id === null || this.scopeHolding(kind, id) !== null) return null;
    let missing = 0;
    const found = this.inGraph(scope, (graph) => {
      const path = LISTS[kind];
      missing = missingLevels(graph, path);
      const list = itemsOf(graph, kind);
      const place =
        after === null ? 0 : list.findIndex((one) => idOf(kind, one) === after) + 1 || list.length;
      return setAt(graph, path, [...list.slice(0, place), item, ...list.slice(place)]);
    });
    if (!found) return null;
    return missing > 0 ? { op: "remove", kind, id, prune: missing } : { op: "remove", kind, id };
  }

  private remove({ kind, id, prune = 0 }: Patch & { op: "remove" }): Patch | null {
    const scope = this.scopeHolding(kind, id);
    if (scope === null) return null;
    let inverse: Patch | null = null;
    this.inGraph(scope, (graph) => {
      const list = itemsOf(graph, kind);
      const place = list.findIndex((one) => idOf(kind, one) === id);
      const before = idOf(kind, list[place - 1]);
      inverse = { op: "add", kind, scope, item: list[place] as JsonObject, after: before };
      const rest = [...list.slice(0, place), ...list.slice(place + 1)];
      return pruned(setAt(graph, LISTS[kind], rest), LISTS[kind], rest.length === 0 ? prune : 0);
    });
    return inverse;
  }

  private onTarget(on: Target, change: (target: JsonObject) => JsonObject): boolean {
    if (on.kind === "workflow") return this.inGraph(ROOT, change);
    if (on.kind === "body") return this.inGraph(on.scope, change);
    const scope = this.scopeHolding(on.kind, on.id);
    if (scope === null) return false;
    return this.inGraph(scope, (graph) => {
      const list = itemsOf(graph, on.kind).map((item) =>
        idOf(on.kind, item) === on.id ? change(item as JsonObject) : item,
      );
      return setAt(graph, LISTS[on.kind], list);
    });
  }

  private inGraph(scope: Scope, change: (graph: JsonObject) => JsonObject): boolean {
    const next = withGraph(this.document, scope, change);
    if (next !== null) this.document = next;
    return next !== null;
  }

  private scopeHolding(kind: Kind, id: string): Scope | null {
    const index = indexOf(this.document as unknown as WorkflowDocument);
    if (kind === "node") return index.nodes.get(id)?.scope ?? null;
    if (kind !== "edge")
      return itemsOf(this.document, kind).some((item) => idOf(kind, item) === id) ? ROOT : null;
    for (const graph of index.graphs.values()) {
      if (graph.edges.some((edge) => idOf("edge", edge as unknown as Json) === id)) return graph.scope;
    }
    return null;
  }
}

function itemsOf(graph: JsonObject, kind: Kind): readonly Json[] {
  const path = LISTS[kind];
  const holder = valueAt(graph, path.slice(0, -1));
  return isObject(holder) ? listIn(holder, path.at(-1) as string) : [];
}

function valueAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (inner, key) => (isObject(inner) ? own(inner, key) : undefined),
    value,
  );
}

/** How many of the keys, from the last one backwards, are not there. */
function missingLevels(value: JsonObject, path: readonly string[]): number {
  let missing = 0;
  while (missing < path.length && valueAt(value, path.slice(0, path.length - missing)) === undefined)
    missing += 1;
  return missing;
}

/** What is no object on the way becomes one. */
function setAt(
  object: JsonObject,
  path: readonly string[],
  value: Json | undefined,
  after?: string | null,
): JsonObject {
  const [key, ...rest] = path as [string, ...string[]];
  if (rest.length === 0)
    return value === undefined ? withoutKey(object, key) : withKey(object, key, value, after);
  const inner = own(object, key);
  return withKey(object, key, setAt(isObject(inner) ? inner : {}, rest, value, after));
}

function pruned(object: JsonObject, path: readonly string[], levels: number): JsonObject {
  let present = object;
  for (let level = 0; level < levels; level += 1) {
    const here = path.slice(0, path.length - level);
    const value = valueAt(present, here);
    const isEmpty = Array.isArray(value)
      ? value.length === 0
      : isObject(value) && Object.keys(value).length === 0;
    if (here.length === 0 || !isEmpty) break;
    present = setAt(present, here, undefined);
  }
  return present;
}

function inverseOfSet(target: JsonObject, on: Target, path: readonly string[]): Patch {
  for (let depth = 1; depth < path.length; depth += 1) {
    const here = path.slice(0, depth);
    const value = valueAt(target, here);
    if (value === undefined) return { op: "unset", on, path, prune: path.length - depth };
    if (!isObject(value)) return { op: "set", on, path: here, value };
  }
  const old = valueAt(target, path);
  return old === undefined ? { op: "unset", on, path } : { op: "set", on, path, value: old };
}

/** Once an id (or an end of an edge) is another, it is by that one that the inverse has to find its target. */
function renamed(inverse: Patch | null, path: readonly string[], value: Json): Patch | null {
  if (inverse === null || inverse.op !== "set" || path.length !== 1 || path[0] !== "id") return inverse;
  if (!("id" in inverse.on) || typeof value !== "string") return inverse;
  return { ...inverse, on: { kind: inverse.on.kind, id: value } };
}
