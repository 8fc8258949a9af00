/** Moving nodes over the border of a body: the edit, and what the person is told of it. */

import type { Rested } from "@/canvas/actions";
import { changeNote } from "@/core/document/commands/drawings";
import { moveNodes } from "@/core/document/commands/layout";
import { type MoveRefusal, moveInto } from "@/core/document/commands/move";
import type { Patch } from "@/core/document/patches";
import type { Scope } from "@/core/document/scopes";
import type { Point } from "@/core/geometry/shapes";
import type { DesignerState } from "./store";

/** What is said of a move, a copy or a paste that is not simply done. */
export interface Telling {
  refused(reason: MoveRefusal): void;
  /** So many edges were taken away with it, and so many drawn among what stays. */
  cut(count: number, joined: number): void;
  /** `nothing`: the clipboard has no part of a workflow. `unreadable`: the browser does not show what it has. */
  unpasted(reason: "nothing" | "unreadable"): void;
  /** The browser does not take what was to be copied. */
  uncopied(): void;
}

export function movedInto(
  state: DesignerState,
  ids: readonly string[],
  scope: Scope,
  tell: Telling,
  places?: ReadonlyMap<string, Point>,
  beside: readonly Patch[] = [],
): void {
  const move = moveInto(state.document, state.catalogue, ids, scope, places);
  if ("refused" in move) {
    tell.refused(move.refused);
    return;
  }
  state.edit("moveInto", [...move.patches, ...beside]);
  if (move.cut.length > 0) tell.cut(move.cut.length, move.joined);
  if (places === undefined) state.show(move.ids[0] ?? "");
  state.select({ nodes: move.ids });
}

/** What came to rest, as one edit. */
export function restedPatches(document: DesignerState["document"], { nodes, notes }: Rested): Patch[] {
  return [
    ...moveNodes(document, nodes),
    ...[...notes].flatMap(([id, { x, y }]) => changeNote(id, { x: Math.round(x), y: Math.round(y) })),
  ];
}
