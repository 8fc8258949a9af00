/**
 * Moves nodes into another graph: into a body, out of one, from one to another. Edges among them come along; no edge
 * crosses a border, so those to what stays are taken away, and named, so that the person can be told. What led to them
 * leads on to what came behind them.
 */

import type { Catalogue } from "../../catalogue/activity.ts";
import { positionsOf } from "../../geometry/positions.ts";
import { ends } from "../../graph/ends.ts";
import type { JsonObject } from "../../json/json.ts";
import { edgeKey, type Patch } from "../patches.ts";
import type { WorkflowDocument, WorkflowEdge } from "../schema.gen.ts";
import { indexOf, ownerOf, type Placed, type Scope } from "../scopes.ts";
import { forgetEdges, moveBends } from "./bends.ts";
import { disconnect } from "./edges.ts";
import { joinAround } from "./join.ts";
import { type At, place } from "./layout.ts";
import { leaveGroups } from "./nodes.ts";
import { freePlaces } from "./places.ts";

/** `nothing`: no node is named. `there`: all stand there already. `inside`: a node cannot stand in itself. */
export type MoveRefusal = "nothing" | "gone" | "inside" | "there";
export type Move =
  | { readonly refused: MoveRefusal }
  | {
      readonly patches: readonly Patch[];
      readonly ids: readonly string[];
      /** The edges that are taken away. */
      readonly cut: readonly string[];
      /** How many are drawn among what stays. */
      readonly joined: number;
    };

/** `places` count from the corner of the new graph; without, free ones are found. */
export function moveInto(
  document: WorkflowDocument,
  catalogue: Catalogue,
  ids: Iterable<string>,
  scope: Scope,
  places?: ReadonlyMap<string, At>,
): Move {
  const moving = outermost(document, ids).filter((one) => one.scope !== scope);
  const refused = refusalOf(document, ids, scope);
  if (refused !== null) return { refused };
  const names = new Set(moving.map(({ node }) => node.id));
  const touching = edgesOf(document, names);
  const kept = touching.filter((edge) => isAmong(edge, names));
  const cut = touching.filter((edge) => !isAmong(edge, names)).map(edgeKey);
  const to = places ?? freePlaces(document, catalogue, [...names], scope);
  const before = positionsOf(document);
  const by = new Map(
    [...names].map((id) => {
      const [old, now] = [before.get(id) ?? { x: 0, y: 0 }, to.get(id) ?? { x: 0, y: 0 }];
      return [id, { x: Math.round(now.x) - old.x, y: Math.round(now.y) - old.y }];
    }),
  );
  const joins = joinAround(document, names);
  const patches: Patch[] = [
    ...touching.map((edge) => disconnect(edgeKey(edge))),
    ...forgetEdges(document, cut),
    ...leaveGroups(document, names),
    ...[...names].map((id): Patch => ({ op: "remove", kind: "node", id })),
    ...moving.map(({ node }): Patch => ({ op: "add", kind: "node", scope, item: item(node) })),
    ...kept.map((edge): Patch => ({ op: "add", kind: "edge", scope, item: item(edge) })),
    ...[...names].map((id) => {
      const { x, y } = to.get(id) ?? { x: 0, y: 0 };
      return place(document, id, { x: Math.round(x), y: Math.round(y) });
    }),
    ...moveBends(document, by),
    ...joins,
  ];
  return { patches, ids: [...names], cut, joined: joins.length };
}

/** Null: they may be moved there. */
export function refusalOf(
  document: WorkflowDocument,
  ids: Iterable<string>,
  scope: Scope,
): MoveRefusal | null {
  const index = indexOf(document);
  const moving = outermost(document, ids);
  if (moving.length === 0) return "nothing";
  if (!index.graphs.has(scope)) return "gone";
  if (moving.every((one) => one.scope === scope)) return "there";
  const owner = ownerOf(scope)?.container;
  const around = owner === undefined ? [] : [...(index.nodes.get(owner)?.around ?? []), owner];
  return moving.some(({ node }) => around.includes(node.id)) ? "inside" : null;
}

/** The edges that these would lose if they went into another graph. */
export function cutBy(document: WorkflowDocument, ids: Iterable<string>): readonly string[] {
  const names = new Set(outermost(document, ids).map(({ node }) => node.id));
  return edgesOf(document, names)
    .filter((edge) => !isAmong(edge, names))
    .map(edgeKey);
}

/** Where these could be moved, in the order of the document. */
export function scopesFor(document: WorkflowDocument, ids: Iterable<string>): readonly Scope[] {
  const wanted = [...ids];
  return [...indexOf(document).graphs.keys()].filter((scope) => refusalOf(document, wanted, scope) === null);
}

/** The graph around the one in which the first of them stands; null when there is none. */
export function scopeAround(document: WorkflowDocument, ids: Iterable<string>): Scope | null {
  const [first] = outermost(document, ids);
  const owner = first === undefined ? null : ownerOf(first.scope);
  return owner === null ? null : (indexOf(document).nodes.get(owner.container)?.scope ?? null);
}

function outermost(document: WorkflowDocument, ids: Iterable<string>): readonly Placed[] {
  const wanted = new Set(ids);
  return [...indexOf(document).nodes.values()].filter(
    ({ node, around }) => wanted.has(node.id) && !around.some((one) => wanted.has(one)),
  );
}

function edgesOf(document: WorkflowDocument, names: ReadonlySet<string>): readonly WorkflowEdge[] {
  return [...indexOf(document).graphs.values()].flatMap((graph) =>
    graph.edges.filter((edge) => names.has(ends(edge.from).node) || names.has(ends(edge.to).node)),
  );
}

function isAmong(edge: WorkflowEdge, names: ReadonlySet<string>): boolean {
  return names.has(ends(edge.from).node) && names.has(ends(edge.to).node);
}

const item = (one: object) => one as unknown as JsonObject;
