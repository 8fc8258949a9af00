/** What a person does on the canvas, in our own words. Cards reach it by context, so that their properties stay equal. */

import { createContext, useContext } from "react";
import type { Note } from "@/core/document/schema.gen";
import type { Scope } from "@/core/document/scopes";
import type { Point } from "@/core/geometry/shapes";
import type { End } from "@/core/graph/ends";
import type { Refusal } from "@/core/graph/legality";

/** Where nodes and notes stand now, each from the corner of its own graph. */
export interface Rested {
  readonly nodes: ReadonlyMap<string, Point>;
  readonly notes: ReadonlyMap<string, Point>;
}

export interface CanvasActions {
  readonly isEditable: boolean;
  select(ids: readonly string[], edges: readonly string[]): void;
  /** `isNudged`: by a key, one of several perhaps. */
  move(rested: Rested, isNudged: boolean): void;
  /** Nodes were let go over another graph; `places` count from its corner. `beside` came to rest with them. */
  moveInto(scope: Scope, places: ReadonlyMap<string, Point>, beside: Rested): void;
  /** Where an edge is bent now, from the corner of its graph; no points: it is routed. */
  bend(edge: string, points: readonly Point[]): void;
  connect(from: End, to: string): void;
  /** An edge was let go over nothing: what shall it lead to? `at` is in its own graph, `screen` where on the page. */
  intoVoid(from: End, at: Point, screen: Point): void;
  refused(reason: Refusal): void;
  /** An activity was dropped from the palette; `between` is the edge that it fell upon. */
  drop(type: string, scope: Scope, at: Point, between: string | null): void;
  collapse(id: string, isCollapsed: boolean): void;
  note(id: string, change: Partial<Omit<Note, "id">>): void;
  group(id: string, title: string): void;
  /** Opened: double click, or Enter. */
  open(id: string): void;
}

const nothing = () => undefined;

/** For a canvas that only shows: the monitor, a comparison. */
export const READ_ONLY: CanvasActions = {
  isEditable: false,
  select: nothing,
  move: nothing,
  moveInto: nothing,
  bend: nothing,
  connect: nothing,
  intoVoid: nothing,
  refused: nothing,
  drop: nothing,
  collapse: nothing,
  note: nothing,
  group: nothing,
  open: nothing,
};

export const CanvasActionsContext = createContext<CanvasActions>(READ_ONLY);
export const useCanvasActions = () => useContext(CanvasActionsContext);
