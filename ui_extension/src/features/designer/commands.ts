/** What a person can do, as registered values: an id, keys, when it can be done, and the doing. Tested without React. */

import { bendEdge, bendsOf, straighten } from "@/core/document/commands/bends";
import { addGroup, addNote, removeGroup, removeNote } from "@/core/document/commands/drawings";
import { moveNodes } from "@/core/document/commands/layout";
import { scopeAround, scopesFor } from "@/core/document/commands/move";
import { nodeOf, remove, scopeOfNode, setDisabled } from "@/core/document/commands/nodes";
import { ROOT } from "@/core/document/scopes";
import { originOf } from "@/core/geometry/origins";
import { ARRANGING } from "./arranging";
import type { Doors } from "./doors";
import { movedInto } from "./moving";
import { besideSelected, copied, duplicated, pasteText } from "./pasting";
import { type DesignerState, drawn, idsOfAll, picked } from "./store";

export const COMMANDS = [
  "undo",
  "redo",
  "add",
  "note",
  "rename",
  "toggle",
  "cut",
  "copy",
  "paste",
  "duplicate",
  "remove",
  "all",
  "group",
  "moveInto",
  "moveOut",
  "tidy",
  "left",
  "centre",
  "right",
  "top",
  "middle",
  "bottom",
  "spreadX",
  "spreadY",
  "insert",
  "straighten",
  "find",
  "zoomIn",
  "zoomOut",
  "fit",
  "actual",
  "keys",
] as const;
export type CommandId = (typeof COMMANDS)[number];

export interface Command {
  /** As `useKeys` reads them: `mod` is Ctrl, or Command on a Mac. */
  readonly keys: readonly string[];
  /** It only asks, and so its keys work wherever no text is written. */
  readonly isHarmless?: true;
  isEnabled?(state: DesignerState): boolean;
  run(state: DesignerState, doors: Doors): void | Promise<void>;
}

const hasNodes = (state: DesignerState) => state.selection.nodes.length > 0;
const hasCards = (state: DesignerState) => drawn(state.selection.nodes).length > 0;
/** A frame is drawn around steps of the document's own graph alone. */
const framed = (state: DesignerState) =>
  drawn(state.selection.nodes).filter((id) => scopeOfNode(state.document, id) === ROOT);

export const REGISTRY: { readonly [id in CommandId]: Command } = {
  undo: {
    keys: ["mod+z"],
    isEnabled: (state) => state.history.undo.length > 0,
    run: (state) => state.undo(),
  },
  redo: {
    keys: ["mod+shift+z", "mod+y"],
    isEnabled: (state) => state.history.redo.length > 0,
    run: (state) => state.redo(),
  },
  copy: {
    keys: ["mod+c"],
    isEnabled: hasNodes,
    async run(state, doors) {
      await copied(state, doors);
    },
  },
  cut: {
    keys: ["mod+x"],
    isEnabled: hasNodes,
    async run(state, doors) {
      const clip = await copied(state, doors);
      // With a frame goes what is in it.
      if (clip !== null) removeAll(state, idsOfAll(clip), state.selection.edges);
    },
  },
  paste: {
    keys: ["mod+v"],
    run: pasteText,
  },
  duplicate: {
    keys: ["mod+d"],
    isEnabled: hasNodes,
    run: duplicated,
  },
  remove: {
    keys: ["delete", "backspace"],
    isEnabled: (state) => hasNodes(state) || state.selection.edges.length > 0,
    run: removeSelected,
  },
  all: {
    keys: ["mod+a"],
    run: ({ document, select }) => select({ nodes: idsOfAll({ ...document.layout, nodes: document.nodes }) }),
  },
  rename: {
    keys: ["f2"],
    isEnabled: (state) => drawn(state.selection.nodes).length === 1,
    run: (_, doors) => doors.openRename(),
  },
  toggle: {
    keys: ["mod+shift+d"],
    isEnabled: hasCards,
    run(state) {
      const chosen = drawn(state.selection.nodes);
      const isOn = chosen.some((id) => nodeOf(state.document, id)?.disabled !== true);
      state.edit("toggle", setDisabled(chosen, isOn));
    },
  },
  group: {
    keys: ["mod+g"],
    isEnabled: (state) => framed(state).length > 0,
    run: (state) => state.edit("group", addGroup(state.document, framed(state)).patches),
  },
  moveInto: {
    keys: ["m"],
    isEnabled: (state) => scopesFor(state.document, drawn(state.selection.nodes)).length > 0,
    run: (_, doors) => doors.openMove(),
  },
  moveOut: {
    keys: ["shift+m"],
    isEnabled: (state) => scopeAround(state.document, drawn(state.selection.nodes)) !== null,
    run(state, doors) {
      const chosen = drawn(state.selection.nodes);
      const scope = scopeAround(state.document, chosen);
      if (scope !== null) movedInto(state, chosen, scope, doors.tell);
    },
  },
  note: {
    keys: ["n"],
    run(state, doors) {
      const { scope, at } = doors.place ?? besideSelected(state);
      // A note is of no graph: it stands on the canvas itself.
      const { x, y } = originOf(state.document, state.catalogue, scope);
      const { id, patches } = addNote(state.document, { x: at.x + x, y: at.y + y });
      state.edit("note", patches);
      state.show(`note:${id}`);
      doors.write(`note:${id}`);
    },
  },
  tidy: {
    keys: ["shift+t"],
    async run(state) {
      const { tidy } = await import("@/canvas/layout/tidy");
      const chosen = drawn(state.selection.nodes);
      const places = await tidy(state.document, state.catalogue, chosen.length > 1 ? new Set(chosen) : null);
      // Bends are of where things stood: those of the edges that were routed go first.
      state.edit("tidy", [...moveNodes(state.document, places), ...straighten(state.document, places)]);
    },
  },
  ...ARRANGING,
  insert: {
    keys: [],
    isEnabled: (state) => state.selection.edges.length === 1,
    run: (state, doors) => doors.openInsert(state.selection.edges[0] ?? ""),
  },
  straighten: {
    keys: [],
    isEnabled: (state) => state.selection.edges.some((key) => bendsOf(state.document, key).length > 0),
    run: (state) =>
      state.edit(
        "straighten",
        state.selection.edges.flatMap((key) => bendEdge(state.document, key, [])),
      ),
  },
  add: { keys: ["/"], isHarmless: true, run: (_, doors) => doors.openAdd(doors.place) },
  find: { keys: ["mod+f"], run: (_, doors) => doors.openFind() },
  zoomIn: { keys: ["+", "="], run: (_, doors) => doors.zoom("in") },
  zoomOut: { keys: ["-"], run: (_, doors) => doors.zoom("out") },
  fit: { keys: ["0"], run: (_, doors) => doors.zoom("fit") },
  actual: { keys: ["1"], run: (_, doors) => doors.zoom("actual") },
  keys: { keys: ["?"], isHarmless: true, run: (_, doors) => doors.openKeys() },
};

export function removeSelected(state: DesignerState): void {
  removeAll(state, state.selection.nodes, state.selection.edges);
}

export function removeAll(state: DesignerState, ids: readonly string[], edges: readonly string[]): void {
  const { nodes, notes, groups } = picked(ids);
  state.edit("remove", [
    ...notes.flatMap(removeNote),
    ...groups.flatMap(removeGroup),
    ...remove(state.document, nodes, edges),
  ]);
  state.select({});
}
