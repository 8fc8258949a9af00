/**
 * The border between our document and React Flow's nodes and edges, in this one direction: what was done on the canvas
 * comes back as events in our own words. What did not change stays the same object, so that it is not drawn again.
 */

import type { Edge, Node } from "@xyflow/react";
import type { Activity, Catalogue } from "@/core/catalogue/activity";
import type { Marks } from "@/core/diagnostics/diagnostic";
import { bendsOf } from "@/core/document/commands/bends";
import { edgeKey } from "@/core/document/patches";
import type { Group, Note, WorkflowDocument, WorkflowEdge, WorkflowNode } from "@/core/document/schema.gen";
import { type Graph, indexOf, ROOT } from "@/core/document/scopes";
import { frameAround, rectOfNote } from "@/core/geometry/frames";
import { positionsOf } from "@/core/geometry/positions";
import type { Point, Positions, Rect } from "@/core/geometry/shapes";
import { AREA_ORIGIN, ENTRY, portAt, type Size, type Sizes, sizesOf } from "@/core/geometry/sizes";
import { ends } from "@/core/graph/ends";
import { FAILURE_PORTS } from "@/core/graph/ports";
import { ARROW, SIDES } from "./sides";

export type Change = "added" | "removed" | "changed";

/** What a monitor or a comparison shows on a node. */
export interface Shown {
  /** By its name; `label` says it in the reader's language. */
  readonly status?: string;
  readonly label?: string;
  /** A few words such as `3/5`. */
  readonly text?: string;
  /** How often it was tried, where that is more than once. */
  readonly tries?: number;
  readonly change?: Change;
}

/** What is shown of an edge: whether an execution took it, or how it differs. */
export type Way = "live" | "dead" | Change;

export interface CardData extends Record<string, unknown> {
  readonly node: WorkflowNode;
  readonly activity: Activity | undefined;
  readonly size: Size;
  readonly marks: Marks | undefined;
  readonly shown: Shown | undefined;
  readonly isCollapsed: boolean;
  /** Failure ports that have an edge; others show only when the card is pointed at. */
  readonly failures: string;
}

export type CardNode = Node<CardData, "card">;
export type AreaNode = Node<{ readonly body: string; readonly isEmpty: boolean }, "area">;
export type NoteNode = Node<{ readonly note: Note }, "note">;
export type GroupNode = Node<{ readonly group: Group }, "frame">;
export type DrawnNode = CardNode | AreaNode | NoteNode | GroupNode;
export type DrawnEdge = Edge<EdgeData, "route">;

export interface EdgeData extends Record<string, unknown> {
  readonly port: string;
  readonly way: Way | undefined;
  /** Where a person bent it, from the corner of its graph. */
  readonly bends: readonly Point[];
}

export interface Wanted {
  readonly document: WorkflowDocument;
  readonly catalogue: Catalogue;
  readonly marks?: ReadonlyMap<string, Marks>;
  readonly shown?: ReadonlyMap<string, Shown>;
  /** By the edge's key. */
  readonly ways?: ReadonlyMap<string, Way>;
}

export interface Drawing {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
  readonly positions: Positions;
  readonly sizes: Sizes;
}

/** As `.wf-port` in the style sheet has it. */
export const HANDLE_PX = 28;

export function draw(wanted: Wanted, before?: Drawing): Drawing {
  const { document, catalogue } = wanted;
  const positions = positionsOf(document);
  const sizes = sizesOf(document, catalogue, positions);
  const known = new Map(before?.nodes.map((node) => [node.id, node]));
  const knownEdges = new Map(before?.edges.map((edge) => [edge.id, edge]));
  const nodes: DrawnNode[] = [...groups(document, positions, sizes), ...notes(document)].map((node) =>
    same(known.get(node.id), node),
  );
  const edges: DrawnEdge[] = [];
  for (const graph of indexOf(document).graphs.values()) {
    const failures = failuresIn(graph);
    for (const node of graph.nodes) {
      const size = sizes.get(node.id);
      if (size === undefined) continue;
      const at = positions.get(node.id) ?? { x: 0, y: 0 };
      nodes.push(
        ...cardAndAreas(node, graph, size, at, failures.get(node.id) ?? "").map((one) =>
          same(known.get(one.id), one),
        ),
      );
    }
    for (const edge of graph.edges) {
      if (sizes.has(ends(edge.from).node) && sizes.has(ends(edge.to).node)) edges.push(edgeAgain(edge));
    }
  }
  return { nodes, edges, positions, sizes };

  function edgeAgain(edge: WorkflowEdge): DrawnEdge {
    const key = edgeKey(edge);
    const way = wanted.ways?.get(key);
    const bends = bendsOf(document, key);
    const old = knownEdges.get(key);
    const isSame = old?.data !== undefined && old.data.way === way && old.data.bends === bends;
    return isSame ? old : edgeOf(key, edge, way, bends);
  }

  function cardAndAreas(
    node: WorkflowNode,
    graph: Graph,
    size: Size,
    at: { x: number; y: number },
    failures: string,
  ): DrawnNode[] {
    const inside = graph.scope !== ROOT;
    const old = known.get(node.id);
    const data: CardData = {
      node,
      activity: catalogue.get(node.type),
      size: sameSize((old as CardNode | undefined)?.data.size, size),
      marks: wanted.marks?.get(node.id),
      shown: wanted.shown?.get(node.id),
      isCollapsed: document.layout?.nodes?.[node.id]?.collapsed === true,
      failures,
    };
    const card: CardNode = {
      id: node.id,
      type: "card",
      position: inside ? { x: at.x + AREA_ORIGIN.x, y: at.y + AREA_ORIGIN.y } : { x: at.x, y: at.y },
      ...sized(size),
      handles: handlesOf(size),
      ariaRole: "group",
      domAttributes: { "aria-roledescription": "step" },
      ariaLabel: node.title ?? node.id,
      data,
      ...(inside ? { parentId: graph.scope } : {}),
    };
    return [
      card,
      ...size.areas.map(
        (area): AreaNode => ({
          id: area.scope,
          type: "area",
          parentId: node.id,
          position: { x: area.x, y: area.y },
          ...sized(area),
          draggable: false,
          selectable: false,
          focusable: false,
          connectable: false,
          data: {
            body: area.body,
            isEmpty: (indexOf(document).graphs.get(area.scope)?.nodes.length ?? 0) === 0,
          },
        }),
      ),
    ];
  }
}

/** Told, not measured: React Flow knows all sizes at once, also of nodes that are not in view. */
function sized({ width, height }: { width: number; height: number }) {
  return { width, height, measured: { width, height } };
}

const TONES: { readonly [way in Way]?: string } = {
  live: "var(--success)",
  added: "var(--success)",
  removed: "var(--danger)",
  changed: "var(--warning)",
};

function edgeOf(key: string, edge: WorkflowEdge, way: Way | undefined, bends: readonly Point[]): DrawnEdge {
  const from = ends(edge.from);
  const color = way === undefined ? undefined : TONES[way];
  return {
    id: key,
    type: "route",
    source: from.node,
    sourceHandle: from.port,
    target: ends(edge.to).node,
    targetHandle: "in",
    markerEnd: arrow(way === "live" || way === "added" ? 12 : 20, color),
    data: { port: from.port, way, bends },
  };
}

/** Its size grows with the line's width. */
function arrow(sizePx: number, color: string | undefined) {
  const size = { type: ARROW, width: sizePx, height: sizePx };
  return color === undefined ? size : { ...size, color };
}

const handleCache = new WeakMap<Size, NonNullable<CardNode["handles"]>>();

function handlesOf(size: Size): NonNullable<CardNode["handles"]> {
  const known = handleCache.get(size);
  if (known !== undefined) return known;
  const at = (x: number, y: number) => ({
    x: x - HANDLE_PX / 2,
    y: y - HANDLE_PX / 2,
    width: HANDLE_PX,
    height: HANDLE_PX,
  });
  const names = new Set([...size.ports.map((port) => port.name), ...FAILURE_PORTS]);
  const handles: NonNullable<CardNode["handles"]> = [
    { id: "in", type: "target", position: SIDES.left, ...at(ENTRY.x, ENTRY.y) },
    ...[...names].map((name) => {
      const { x, y, side } = portAt(size, name);
      return {
        id: name,
        type: "source" as const,
        position: side === "right" ? SIDES.right : SIDES.bottom,
        ...at(x, y),
      };
    }),
  ];
  handleCache.set(size, handles);
  return handles;
}

function failuresIn(graph: Graph): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const edge of graph.edges) {
    const { node, port } = ends(edge.from);
    if (FAILURE_PORTS.includes(port)) found.set(node, `${found.get(node) ?? ""} ${port}`);
  }
  return found;
}

function notes(document: WorkflowDocument): NoteNode[] {
  return (document.layout?.notes ?? []).map((note) => {
    const { x, y, width, height } = rectOfNote(note);
    return {
      id: `note:${note.id}`,
      type: "note",
      position: { x, y },
      ...sized({ width, height }),
      connectable: false,
      data: { note },
    };
  });
}

function groups(document: WorkflowDocument, positions: Positions, sizes: Sizes): GroupNode[] {
  const index = indexOf(document);
  return (document.layout?.groups ?? []).flatMap((group) => {
    const rects = (group.nodes ?? []).flatMap((id): Rect[] => {
      const at = positions.get(id);
      const size = sizes.get(id);
      return at === undefined || size === undefined || index.nodes.get(id)?.scope !== ROOT
        ? []
        : [{ ...at, width: size.width, height: size.height }];
    });
    const frame = frameAround(rects);
    if (frame === null) return [];
    return [
      {
        id: `group:${group.id}`,
        type: "frame" as const,
        position: { x: frame.x, y: frame.y },
        ...sized({ width: frame.width, height: frame.height }),
        dragHandle: ".wf-frame-bar",
        connectable: false,
        zIndex: -1,
        data: { group },
      },
    ];
  });
}

/** Whether all cards stand where they stood, as large as they were. */
export function standAlike(one: Drawing, other: Drawing): boolean {
  if (one.nodes === other.nodes) return true;
  return (
    one.nodes.length === other.nodes.length &&
    one.nodes.every((node, index) => {
      const beside = other.nodes[index];
      return beside !== undefined && (node === beside || isAlike(node, beside));
    })
  );
}

function isAlike(one: DrawnNode, other: DrawnNode): boolean {
  return (
    one.id === other.id &&
    one.position.x === other.position.x &&
    one.position.y === other.position.y &&
    one.width === other.width &&
    one.height === other.height &&
    one.parentId === other.parentId
  );
}

function sameSize(old: Size | undefined, size: Size): Size {
  if (old === undefined || old === size) return size;
  const isSame =
    old.width === size.width &&
    old.height === size.height &&
    old.ports === size.ports &&
    JSON.stringify(old.areas) === JSON.stringify(size.areas);
  return isSame ? old : size;
}

function same(old: DrawnNode | undefined, node: DrawnNode): DrawnNode {
  if (old === undefined) return node;
  return isSameNode(old, node) ? old : node;
}

/** Whether two would be drawn alike, selected or not. */
export const isSameNode = (one: DrawnNode, other: DrawnNode): boolean =>
  one === other || (isAlike(one, other) && shallowSame(one.data, other.data));

function shallowSame(one: object, other: object): boolean {
  const [a, b] = [one as Record<string, unknown>, other as Record<string, unknown>];
  return Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((key) => a[key] === b[key]);
}
