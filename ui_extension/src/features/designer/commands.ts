/** What a person can do, as registered values: an id, keys, when it can be done, and the doing. Tested without React. */

import { clipFromText, clipToText, copy, paste } from "@/core/document/clipboard";
import { addGroup, addNote, removeGroup, removeNote } from "@/core/document/commands/drawings";
import { moveNodes } from "@/core/document/commands/layout";
import { nodeOf, remove, scopeOfNode, setDisabled } from "@/core/document/commands/nodes";
import { ROOT } from "@/core/document/scopes";
import { positionsOf } from "@/core/geometry/positions";
import type { DesignerState } from "./store";

export const COMMANDS = [
  "undo",
  "redo",
  "copy",
  "cut",
  "paste",
  "duplicate",
  "remove",
  "all",
  "toggle",
  "group",
  "note",
  "tidy",
  "add",
  "find",
] as const;
export type CommandId = (typeof COMMANDS)[number];

export interface Command {
  /** As `useKeys` reads them: `mod` is Ctrl, or Command on a Mac. */
  readonly keys: readonly string[];
  isEnabled?(state: DesignerState): boolean;
  run(state: DesignerState, doors: Doors): void | Promise<void>;
}

/** What lies outside of the document. */
export interface Doors {
  readText(): Promise<string>;
  writeText(text: string): Promise<void>;
  openAdd(): void;
  openFind(): void;
}

const hasNodes = (state: DesignerState) => state.selection.nodes.length > 0;

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
    run: (state, doors) => doors.writeText(clipToText(copy(state.document, state.selection.nodes))),
  },
  cut: {
    keys: ["mod+x"],
    isEnabled: hasNodes,
    async run(state, doors) {
      await doors.writeText(clipToText(copy(state.document, state.selection.nodes)));
      removeSelected(state);
    },
  },
  paste: {
    keys: ["mod+v"],
    async run(state, doors) {
      const clip = clipFromText(await doors.readText());
      if (clip !== null) pasted(state, "paste", clip);
    },
  },
  duplicate: {
    keys: ["mod+d"],
    isEnabled: hasNodes,
    run: (state) => pasted(state, "duplicate", copy(state.document, state.selection.nodes)),
  },
  remove: {
    keys: [],
    isEnabled: (state) => hasNodes(state) || state.selection.edges.length > 0,
    run: removeSelected,
  },
  all: {
    keys: ["mod+a"],
    run: (state) => state.select({ nodes: (state.document.nodes ?? []).map((node) => node.id) }),
  },
  toggle: {
    keys: ["mod+shift+d"],
    isEnabled: hasNodes,
    run(state) {
      const isOn = state.selection.nodes.some((id) => nodeOf(state.document, id)?.disabled !== true);
      state.edit("toggle", setDisabled(state.selection.nodes, isOn));
    },
  },
  group: {
    keys: ["mod+g"],
    isEnabled: hasNodes,
    run: (state) => state.edit("group", addGroup(state.document, drawn(state.selection.nodes)).patches),
  },
  note: {
    keys: ["n"],
    run(state) {
      const { id, patches } = addNote(state.document, besideSelected(state));
      state.edit("note", patches);
      state.show(`note:${id}`);
    },
  },
  tidy: {
    keys: ["shift+t"],
    async run(state) {
      const { tidy } = await import("@/canvas/layout/tidy");
      const chosen = state.selection.nodes.length > 1 ? new Set(state.selection.nodes) : null;
      const places = await tidy(state.document, state.catalogue, chosen);
      state.edit("tidy", moveNodes(state.document, places));
    },
  },
  add: { keys: ["/"], run: (_, doors) => doors.openAdd() },
  find: { keys: ["mod+f"], run: (_, doors) => doors.openFind() },
};

/** Cards alone: areas, notes and frames have ids of their own making. */
const drawn = (ids: readonly string[]) => ids.filter((id) => !/[:/]/.test(id));

export function removeSelected(state: DesignerState): void {
  removeAll(state, state.selection.nodes, state.selection.edges);
}

export function removeAll(state: DesignerState, ids: readonly string[], edges: readonly string[]): void {
  const named = (prefix: string) =>
    ids.flatMap((id) => (id.startsWith(prefix) ? [id.slice(prefix.length)] : []));
  state.edit("remove", [
    ...named("note:").flatMap(removeNote),
    ...named("group:").flatMap(removeGroup),
    ...remove(state.document, drawn(ids), edges),
  ]);
  state.select({});
}

function pasted(state: DesignerState, label: string, clip: Parameters<typeof paste>[1]): void {
  const first = state.selection.nodes[0];
  const scope = first === undefined ? ROOT : scopeOfNode(state.document, first);
  const { ids, patches } = paste(state.document, clip, scope, besideSelected(state));
  state.edit(label, patches);
  state.select({ nodes: ids });
}

/** A free place to begin with: a little below and right of the first one selected. */
export function besideSelected(state: DesignerState): { x: number; y: number } {
  const at = positionsOf(state.document).get(state.selection.nodes[0] ?? "");
  return at === undefined ? { x: 80, y: 80 } : { x: at.x + 32, y: at.y + 96 };
}
