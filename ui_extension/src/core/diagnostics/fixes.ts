/** What could be done about a finding without thinking, as patches: write what the server says was meant. */

import { forgetEdges } from "../document/commands/bends.ts";
import { disconnect } from "../document/commands/edges.ts";
import { edgeKey, type Patch, type Target, WORKFLOW } from "../document/patches.ts";
import type { WorkflowDocument } from "../document/schema.gen.ts";
import { indexOf } from "../document/scopes.ts";
import { ends, endText } from "../graph/ends.ts";
import {
  entriesOf,
  fromEntries,
  isList,
  isObject,
  type Json,
  type JsonObject,
  own,
  withKey,
} from "../json/json.ts";
import { valueAlong } from "../json/path.ts";
import { type Diagnostic, edgeAt, fieldOf } from "./diagnostic.ts";

export interface Fix {
  /** `remove`: what was meant stands there already. */
  readonly does: "correct" | "remove";
  readonly what: string;
  readonly patches: readonly Patch[];
}

interface Place {
  readonly on: Target;
  readonly object: JsonObject;
  /** The keys and places in lists that lead from it to what the finding is about. */
  readonly path: readonly string[];
}

/** Null when there is nothing that could be done without thinking. */
export function fixFor(document: WorkflowDocument, diagnostic: Diagnostic): Fix | null {
  const what = diagnostic.rename ?? diagnostic.instead ?? null;
  if (what === null) return null;
  const place = placeOf(document, diagnostic);
  if (place !== null && (diagnostic.rename ?? null) !== null && isThere(place, what)) {
    const patches = changed(place, withoutKey, true);
    return patches === null ? null : { does: "remove", what: place.path.at(-1) ?? "", patches };
  }
  const patches = ofEdge(document, diagnostic, what) ?? ofPlace(place, diagnostic, what);
  return patches === null ? null : { does: "correct", what, patches };
}

/** Whether the key that was meant stands beside the wrong one. */
function isThere({ object, path }: Place, meant: string): boolean {
  return path.length > 0 && valueAlong(object, [...path.slice(0, -1), meant]) !== undefined;
}

function placeOf(document: WorkflowDocument, diagnostic: Diagnostic): Place | null {
  const path = fieldOf(diagnostic);
  if (typeof diagnostic.node === "string") {
    const node = indexOf(document).nodes.get(diagnostic.node)?.node;
    const on = { kind: "node", id: diagnostic.node } as const;
    return node === undefined ? null : { on, object: node as unknown as JsonObject, path };
  }
  if (path[0] !== "triggers") return { on: WORKFLOW, object: document as unknown as JsonObject, path };
  const trigger = document.triggers?.[Number(path[1])];
  if (trigger === undefined) return null;
  return {
    on: { kind: "trigger", id: trigger.id },
    object: trigger as unknown as JsonObject,
    path: path.slice(2),
  };
}

function ofPlace(place: Place | null, diagnostic: Diagnostic, meant: string): Patch[] | null {
  if (place === null || place.path.length === 0) return null;
  const isKey = (diagnostic.rename ?? null) !== null;
  const { on, object, path } = place;
  const patches = changed(
    place,
    (holder, key) => (isKey ? renamedIn(holder, key, meant) : correctedIn(holder, key, meant, diagnostic)),
    isKey,
  );
  if (!isKey || path.length > 1 || patches === null) return patches;
  const [key = ""] = path;
  return [{ op: "set", on, path: [meant], value: own(object, key) as Json, after: key }, ...patches];
}

/** `isKey`: it is the key that changes, and not what stands there. */
function changed({ on, object, path }: Place, change: Change, isKey: boolean): Patch[] | null {
  const next = changedAt(object, path, change);
  if (next === null) return null;
  // Lists are replaced as wholes, and so is what holds a key that is called otherwise.
  const list = path.findIndex((_, depth) => isList(valueAlong(object, path.slice(0, depth))));
  const depth = list >= 0 ? list : path.length - (isKey ? 1 : 0);
  if (depth === 0) return [{ op: "unset", on, path }];
  const holder = path.slice(0, depth);
  return [{ op: "set", on, path: holder, value: valueAlong(next, holder) as Json }];
}

type Change = (holder: Json, key: string) => Json | null;

/** The value with what holds the end of the path changed; null when there is nothing, or nothing to change. */
function changedAt(value: Json | undefined, path: readonly string[], change: Change): Json | null {
  const [key, ...rest] = path as [string, ...string[]];
  const inner = valueAlong(value, [key]);
  if (inner === undefined) return null;
  if (rest.length === 0) return change(value as Json, key);
  const next = changedAt(inner, rest, change);
  return next === null ? null : put(value as Json, key, next);
}

function renamedIn(holder: Json, key: string, name: string): Json | null {
  if (!isObject(holder) || own(holder, name) !== undefined) return null;
  return fromEntries(entriesOf(holder).map(([one, value]) => [one === key ? name : one, value]));
}

function withoutKey(holder: Json, key: string): Json | null {
  return isObject(holder) ? fromEntries(entriesOf(holder).filter(([one]) => one !== key)) : null;
}

function correctedIn(holder: Json, key: string, meant: string, { offset, word }: Diagnostic): Json | null {
  const text = valueAlong(holder, [key]);
  if (typeof text !== "string") return null;
  if ((offset ?? null) === null) return put(holder, key, meant);
  if ((word ?? null) === null) return null;
  // The server counts characters, not halves of them.
  const start = [...text].slice(0, offset as number).join("").length;
  // Written otherwise since: the server has not answered to that yet.
  if (!text.startsWith(word as string, start)) return null;
  return put(holder, key, text.slice(0, start) + meant + text.slice(start + (word as string).length));
}

function put(holder: Json, key: string, value: Json): Json {
  if (isList(holder)) return holder.map((item, place) => (place === Number(key) ? value : item));
  return isObject(holder) ? withKey(holder, key, value) : holder;
}

/** An edge that leads elsewhere is another edge, in the same place. */
function ofEdge(document: WorkflowDocument, diagnostic: Diagnostic, meant: string): Patch[] | null {
  const edge = edgeAt(document, diagnostic);
  const side = diagnostic.pointer.endsWith("/from")
    ? "from"
    : diagnostic.pointer.endsWith("/to")
      ? "to"
      : null;
  const graph = [...indexOf(document).graphs.values()].find((one) =>
    one.edges.some((other) => other === edge),
  );
  if (edge === undefined || side === null || graph === undefined) return null;
  // Of a step that is called otherwise, the port stays.
  const end = side === "to" || meant.includes(".") ? meant : endText(meant, ends(edge.from).port);
  const before = graph.edges[graph.edges.indexOf(edge) - 1];
  const item = { ...edge, [side]: end } as unknown as JsonObject;
  const after = before === undefined ? null : edgeKey(before);
  return [
    disconnect(edgeKey(edge)),
    ...forgetEdges(document, [edgeKey(edge)]),
    { op: "add", kind: "edge", scope: graph.scope, item, after },
  ];
}
