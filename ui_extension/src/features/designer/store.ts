/**
 * One open workflow: its document, what can be undone, what is selected. Made by the page, handed down by context; two
 * open workflows have nothing in common.
 */

import { createContext, useContext } from "react";
import { createStore, type StoreApi, useStore } from "zustand";
import type { Catalogue } from "@/core/catalogue/activity";
import type { Diagnostic } from "@/core/diagnostics/diagnostic";
import type { Picked } from "@/core/document/clipboard";
import { setCollapsed } from "@/core/document/commands/layout";
import { roomFor } from "@/core/document/commands/room";
import { edited, type History, NO_HISTORY, redone, undone } from "@/core/document/history";
import { edgeKey, type Patch } from "@/core/document/patches";
import { renamedBetween } from "@/core/document/renamed";
import type { WorkflowDocument } from "@/core/document/schema.gen";
import { collapsedAround, indexOf } from "@/core/document/scopes";
import type { TextFormat } from "@/core/document/text-formats";
import { positionsOf } from "@/core/geometry/positions";
import { entriesOf, isEqual, type Json, type JsonObject, keyBefore, keysOf, own } from "@/core/json/json";
import { writeJson } from "@/core/json/write";
import { keptOf, openingFor, type Peek, peeking, stillPeeking } from "./peek";

export interface Selection {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
}

/** Cards alone: areas, notes and frames have ids of their own making. */
export const drawn = (ids: readonly string[]) => ids.filter((id) => !/[:/]/.test(id));

/** What is drawn under these ids, by kind. */
export function picked(ids: readonly string[]): Required<Picked> {
  const named = (prefix: string) =>
    ids.flatMap((id) => (id.startsWith(prefix) ? [id.slice(prefix.length)] : []));
  return { nodes: drawn(ids), notes: named("note:"), groups: named("group:") };
}

/** The ids under which these are drawn. */
export const asDrawn = ({ nodes, notes = [], groups = [] }: Picked): readonly string[] => [
  ...nodes,
  ...notes.map((id) => `note:${id}`),
  ...groups.map((id) => `group:${id}`),
];

type Named = readonly { readonly id: string }[] | undefined;

export function idsOfAll(of: { nodes?: Named; notes?: Named; groups?: Named }): readonly string[] {
  const ids = (list: Named) => (list ?? []).map(({ id }) => id);
  return asDrawn({ nodes: ids(of.nodes), notes: ids(of.notes), groups: ids(of.groups) });
}

export interface Wanted {
  /** Null: the workflow. */
  readonly node: string | null;
  readonly path: readonly string[];
}

/** The whole as text, as somebody left it though it cannot be read. */
export interface Unread {
  readonly format: TextFormat;
  readonly text: string;
  /** What it was before it was typed into; once there is another, the text is of the past. */
  readonly of: WorkflowDocument;
}

export interface DesignerState {
  readonly name: string;
  /** As it is drawn: with what is open for a look, which `keptOf` leaves out. */
  readonly document: WorkflowDocument;
  readonly peek: Peek | undefined;
  readonly history: History;
  readonly catalogue: Catalogue;
  readonly selection: Selection;
  /** What is tapped is added to what is selected. */
  readonly isSelectingSeveral: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly unread: Unread | undefined;
  /** Brought into view whenever `at` changes. */
  readonly focus: { readonly id: string; readonly at: number } | undefined;
  /** The field that shall have the keyboard; each wish is another object. */
  readonly wanted: Wanted | undefined;
  /** `merge` names what is typed into: edits of the same that follow each other are one step back. */
  edit(label: string, patches: readonly Patch[], merge?: string): void;
  undo(): void;
  redo(): void;
  /** The whole document by another, as when it is edited as text; undone as one step. */
  replace(document: WorkflowDocument): void;
  /** Somebody else's document, or another revision: nothing of one's own is left to undo. */
  adopt(document: WorkflowDocument): void;
  collapse(id: string, isCollapsed: boolean): void;
  select(selection: Partial<Selection>): void;
  selectSeveral(isOn: boolean): void;
  /** Selects a node and brings it into view; with `field`, the keys that lead to it, the keyboard goes there too. */
  show(id: string, field?: readonly string[]): void;
  /** A field of the workflow itself. */
  showField(field: readonly string[]): void;
  found(diagnostics: readonly Diagnostic[]): void;
  /** Null: all of it could be read. */
  leaveUnread(format: TextFormat, text: string | null): void;
}

export type DesignerStore = StoreApi<DesignerState>;

export interface Opened {
  readonly name: string;
  readonly document: WorkflowDocument;
  readonly history?: History;
  readonly catalogue: Catalogue;
}

export function createDesignerStore(opened: Opened): DesignerStore {
  return createStore<DesignerState>((set, get) => ({
    name: opened.name,
    document: opened.document,
    peek: undefined,
    history: opened.history ?? NO_HISTORY,
    catalogue: opened.catalogue,
    selection: { nodes: [], edges: [] },
    isSelectingSeveral: false,
    diagnostics: [],
    unread: undefined,
    focus: undefined,
    wanted: undefined,
    edit(label, patches, merge) {
      const { document, peek, history, catalogue } = get();
      const all = [...patches, ...roomFor(document, patches, catalogue)];
      if (all.length === 0) return;
      const opening = openingFor(peek, all);
      const edit = { label, patches: [...opening, ...all], atMs: Date.now() };
      const { done, ...next } = edited(
        keptOf(get()),
        history,
        merge === undefined ? edit : { ...edit, merge },
      );
      const stillOpen = opening.length === 0 ? peek : undefined;
      if (done) set({ ...stillPeeking(next.document, stillOpen), history: next.history });
    },
    undo: () => set(back(get(), undone)),
    redo: () => set(back(get(), redone)),
    replace(document) {
      const kept = keptOf(get());
      set({ document: kept, peek: undefined });
      get().edit("text", wholeDocument(kept, document), "text");
    },
    adopt: (document) =>
      set({ document, peek: undefined, history: NO_HISTORY, selection: { nodes: [], edges: [] } }),
    collapse(id, isCollapsed) {
      const { document, peek, catalogue } = get();
      if (isCollapsed && peek?.ids.includes(id) === true) {
        const others = peek.ids.filter((one) => one !== id);
        set(peeking(peek.kept, others, catalogue));
      } else {
        const at = positionsOf(document).get(id) ?? { x: 0, y: 0 };
        get().edit("collapse", setCollapsed(document, id, isCollapsed, at));
      }
    },
    selectSeveral: (isSelectingSeveral) => set({ isSelectingSeveral }),
    select: (selection) => set({ selection: { nodes: [], edges: [], ...selection } }),
    show(id, field) {
      const { document, peek, catalogue } = get();
      const hiding = collapsedAround(document, id);
      const seen =
        hiding.length === 0 ? {} : peeking(keptOf(get()), [...(peek?.ids ?? []), ...hiding], catalogue);
      set({
        ...seen,
        selection: { nodes: [id], edges: [] },
        focus: { id, at: Date.now() },
        wanted: field === undefined ? undefined : { node: id, path: field },
      });
    },
    leaveUnread: (format, text) =>
      set({ unread: text === null ? undefined : { format, text, of: keptOf(get()) } }),
    showField: (path) => set({ selection: { nodes: [], edges: [] }, wanted: { node: null, path } }),
    found(diagnostics) {
      // Most often the answer is the same as before: then nothing is drawn anew.
      if (!isEqual(diagnostics as unknown as Json, get().diagnostics as unknown as Json))
        set({ diagnostics });
    },
  }));
}

/** What is selected stays so under another id. */
function followed(selection: Selection, renamed: readonly [from: string, to: string] | null): Selection {
  if (renamed === null) return selection;
  const [from, to] = renamed;
  return { ...selection, nodes: selection.nodes.map((id) => (id === from ? to : id)) };
}

/** What of a selection is still there. */
function standing(document: WorkflowDocument, selection: Selection): Selection {
  const { nodes, graphs } = indexOf(document);
  const { notes = [], groups = [] } = document.layout ?? {};
  const drawings = new Set(idsOfAll({ notes, groups }));
  const edges = selection.edges.length === 0 ? [] : [...graphs.values()].flatMap((graph) => graph.edges);
  const keys = new Set(edges.map(edgeKey));
  const left = {
    nodes: selection.nodes.filter((id) => nodes.has(id) || graphs.has(id) || drawings.has(id)),
    edges: selection.edges.filter((key) => keys.has(key)),
  };
  const isSame = left.nodes.length === selection.nodes.length && left.edges.length === selection.edges.length;
  return isSame ? selection : left;
}

/** One step back, or on again. What was open for a look is open still. */
function back(state: DesignerState, step: typeof undone): Partial<DesignerState> {
  const { document, history } = step(keptOf(state), state.history);
  const seen = peeking(document, state.peek?.ids ?? [], state.catalogue);
  const selection = followed(state.selection, renamedBetween(keptOf(state), document));
  return { ...seen, history, selection: standing(seen.document, selection) };
}

/** Key by key, so that what is the same stays the same object. A new key stands where it was written. */
function wholeDocument(before: WorkflowDocument, after: WorkflowDocument): Patch[] {
  const [old, next] = [before as unknown as JsonObject, after as unknown as JsonObject];
  const on = { kind: "workflow" } as const;
  return [
    ...keysOf(old).flatMap((key): Patch[] => (key in next ? [] : [{ op: "unset", on, path: [key] }])),
    ...entriesOf(next).flatMap(([key, value]): Patch[] => {
      const known = own(old, key);
      if (known !== undefined && writeJson(value) === writeJson(known)) return [];
      return [{ op: "set", on, path: [key], value, after: keyBefore(next, key) }];
    }),
  ];
}

export const DesignerContext = createContext<DesignerStore | null>(null);

export function useDesignerStore(): DesignerStore {
  const store = useContext(DesignerContext);
  if (store === null) throw new Error("outside of a designer");
  return store;
}

export function useDesigner<T>(selector: (state: DesignerState) => T): T {
  return useStore(useDesignerStore(), selector);
}
