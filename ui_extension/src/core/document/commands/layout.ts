/** Where things stand. Positions within a body count from the body's own corner, so that a container moves as one. */

import { positionsOf } from "../../geometry/positions.ts";
import type { JsonObject } from "../../json/json.ts";
import { type Patch, WORKFLOW } from "../patches.ts";
import type { NodeLayout, WorkflowDocument } from "../schema.gen.ts";
import { moveBends } from "./bends.ts";

export interface At {
  readonly x: number;
  readonly y: number;
}

export function layoutOf(document: WorkflowDocument, id: string): NodeLayout | undefined {
  return document.layout?.nodes?.[id];
}

/** Bends of edges between nodes that go the same way go with them. */
export function moveNodes(document: WorkflowDocument, to: ReadonlyMap<string, At>): Patch[] {
  const before = positionsOf(document);
  const rounded = [...to].map(([id, at]) => [id, { x: Math.round(at.x), y: Math.round(at.y) }] as const);
  const by = new Map(
    rounded.map(([id, at]) => {
      const old = before.get(id) ?? at;
      return [id, { x: at.x - old.x, y: at.y - old.y }];
    }),
  );
  return [...rounded.map(([id, at]) => place(document, id, at)), ...moveBends(document, by)];
}

/** Changes some of what is known about a node's place. */
export function place(document: WorkflowDocument, id: string, change: Partial<NodeLayout>): Patch {
  const known = layoutOf(document, id) ?? { x: 0, y: 0 };
  const value = { ...known, ...change } as unknown as JsonObject;
  return { op: "set", on: WORKFLOW, path: ["layout", "nodes", id], value };
}

export function forget(document: WorkflowDocument, id: string): Patch[] {
  if (layoutOf(document, id) === undefined) return [];
  return [{ op: "unset", on: WORKFLOW, path: ["layout", "nodes", id] }];
}

export function setCollapsed(document: WorkflowDocument, id: string, isCollapsed: boolean, at: At): Patch[] {
  return [place(document, id, { ...at, ...layoutOf(document, id), collapsed: isCollapsed })];
}
