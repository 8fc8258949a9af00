/**
 * Keeps what React Flow draws in step with the document. While something is dragged, only React Flow knows; when it
 * has ended, the document hears of it once.
 */

import { applyEdgeChanges, applyNodeChanges, type EdgeChange, type NodeChange } from "@xyflow/react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Point } from "@/core/geometry/shapes";
import { AREA_ORIGIN } from "@/core/geometry/sizes";
import type { CanvasActions } from "./actions";
import { overScope, placesIn, useDropping } from "./dropping";
import { Walls } from "./edges/walls";
import { withMembers } from "./frames";
import { aligned, useGuides } from "./guides";
import {
  type Drawing,
  type DrawnEdge,
  type DrawnNode,
  draw,
  isSameNode,
  standAlike,
  type Wanted,
} from "./mapping";

export function useDrawing(wanted: Wanted, actions: CanvasActions, selection: readonly string[] | undefined) {
  const { document, catalogue, marks, shown, ways } = wanted;
  const last = useRef<Drawing>(undefined);
  const drawing = useMemo(() => {
    const extras = {
      ...(marks === undefined ? {} : { marks }),
      ...(shown === undefined ? {} : { shown }),
      ...(ways === undefined ? {} : { ways }),
    };
    last.current = draw({ document, catalogue, ...extras }, last.current);
    return last.current;
  }, [document, catalogue, marks, shown, ways]);
  const [nodes, setNodes] = useState<DrawnNode[]>(() => [...drawing.nodes]);
  const [edges, setEdges] = useState<DrawnEdge[]>(() => [...drawing.edges]);
  // Replaced only when something stands elsewhere: every edge in view goes around them.
  const standing = useRef<{ drawing: Drawing; walls: Walls }>(undefined);
  const walls = useMemo(() => {
    const known = standing.current;
    const isSame = known !== undefined && standAlike(known.drawing, drawing);
    const next = isSame ? known.walls : new Walls(drawing);
    standing.current = { drawing, walls: next };
    return next;
  }, [drawing]);
  const isGivenUp = useRef(false);
  const present = useRef({ nodes, edges });
  present.current = { nodes, edges };

  useEffect(() => {
    setNodes((before) => merged(before, drawing.nodes));
    setEdges((before) => merged(before, drawing.edges));
  }, [drawing]);

  useEffect(() => {
    if (selection === undefined) return;
    const wished = new Set(selection);
    setNodes((before) => selected(before, wished));
    setEdges((before) => selected(before, wished));
  }, [selection]);

  const onNodesChange = useCallback(
    (changes: NodeChange<DrawnNode>[]) => {
      const { nodes: before, edges: beside } = present.current;
      const all = withMembers(withGuides(changes, before), before);
      const next = applyNodeChanges(all, before);
      present.current = { nodes: next, edges: beside };
      setNodes(next);
      if (!isGivenUp.current) rested(all, { before, next }, actions);
      if (changes.some((change) => change.type === "select")) tell(actions, present.current);
    },
    [actions],
  );
  const onEdgesChange = useCallback(
    (changes: EdgeChange<DrawnEdge>[]) => {
      const next = applyEdgeChanges(changes, present.current.edges);
      present.current = { nodes: present.current.nodes, edges: next };
      setEdges(next);
      if (changes.some((change) => change.type === "select")) tell(actions, present.current);
    },
    [actions],
  );
  /** Everything goes back to where the document has it. */
  const giveUp = useCallback((end: () => void) => {
    isGivenUp.current = true;
    end();
    isGivenUp.current = false;
    const next = merged(present.current.nodes, last.current?.nodes ?? []);
    present.current = { nodes: next, edges: present.current.edges };
    setNodes(next);
  }, []);
  const lift = useCallback((ids: ReadonlySet<string>) => {
    const next = lifted(present.current.nodes, ids);
    if (next === present.current.nodes) return;
    present.current = { nodes: next, edges: present.current.edges };
    setNodes(next);
  }, []);
  return { drawing, nodes, edges, walls, onNodesChange, onEdgesChange, lift, giveUp, isGivenUp };
}

const LIFTED_Z = 1_000;

/** Above everything else while it is dragged, with what it contains. */
function lifted(nodes: DrawnNode[], ids: ReadonlySet<string>): DrawnNode[] {
  const isRight = (node: DrawnNode) => (node.zIndex === LIFTED_Z) === ids.has(node.id);
  if (nodes.every(isRight)) return nodes;
  return nodes.map((node) => {
    if (isRight(node)) return node;
    const { zIndex: _, ...rest } = node;
    return (ids.has(node.id) ? { ...rest, zIndex: LIFTED_Z } : rest) as DrawnNode;
  });
}

function tell(actions: CanvasActions, { nodes, edges }: { nodes: DrawnNode[]; edges: DrawnEdge[] }): void {
  const ids = (list: readonly { id: string; selected?: boolean }[]) =>
    list.filter((one) => one.selected === true).map((one) => one.id);
  actions.select(ids(nodes), ids(edges));
}

/**
 * What is drawn anew keeps whether it is selected. What is the same stays the object that it was, the list too: of what was
 * moved, React Flow has that which the document says once it has heard of it.
 */
function merged<T extends DrawnNode | DrawnEdge>(before: T[], wanted: readonly T[]): T[] {
  const known = new Map(before.map((one) => [one.id, one]));
  const next = wanted.map((one) => {
    const old = known.get(one.id);
    if (old === undefined || old === one) return one;
    if ("position" in old && "position" in one && isSameNode(old, one)) return old;
    return old.selected === true ? asSelected(one) : one;
  });
  const isSame = next.length === before.length && next.every((one, index) => one === before[index]);
  return isSame ? before : next;
}

const selectedOnes = new WeakMap<object, object>();

/** The same object each time, so that what is selected is not drawn anew because something else is. */
function asSelected<T extends object>(one: T): T {
  const known = (selectedOnes.get(one) ?? { ...one, selected: true }) as T;
  selectedOnes.set(one, known);
  return known;
}

function selected<T extends { id: string; selected?: boolean }>(list: T[], wished: ReadonlySet<string>): T[] {
  if (list.every((one) => (one.selected === true) === wished.has(one.id))) return list;
  return list.map((one) =>
    (one.selected === true) === wished.has(one.id) ? one : { ...one, selected: wished.has(one.id) },
  );
}

function withGuides(changes: NodeChange<DrawnNode>[], nodes: readonly DrawnNode[]): NodeChange<DrawnNode>[] {
  const dragged = changes.filter((change) => change.type === "position" && change.dragging === true);
  if (dragged.length !== 1) {
    if (useGuides.getState().guides !== null) useGuides.setState({ guides: null });
    return changes;
  }
  return changes.map((change) =>
    change.type === "position" && change.dragging === true ? aligned(change, nodes) : change,
  );
}

/** Tells the document of what came to rest by these changes, in our own words and as one edit. */
function rested(
  changes: NodeChange<DrawnNode>[],
  { before, next: nodes }: { before: readonly DrawnNode[]; next: readonly DrawnNode[] },
  actions: CanvasActions,
): void {
  const { cards, notes } = settled(changes, nodes);
  const { scope, ids } = useDropping.getState();
  if (scope !== null && cards.size > 0) {
    overScope(null);
    for (const id of ids) cards.delete(id);
    actions.moveInto(scope, placesIn(scope, ids, nodes), { nodes: cards, notes });
  } else if (cards.size > 0 || notes.size > 0) {
    actions.move({ nodes: cards, notes }, !before.some((node) => node.dragging === true));
  }
}

/** Nodes in a body stay right of and below its corner. */
function settled(changes: NodeChange<DrawnNode>[], nodes: readonly DrawnNode[]) {
  const cards = new Map<string, Point>();
  const notes = new Map<string, Point>();
  const resting = new Set(
    changes.flatMap((change) => (change.type === "position" && change.dragging !== true ? [change.id] : [])),
  );
  if (resting.size === 0) return { cards, notes };
  for (const node of nodes) {
    if (!resting.has(node.id)) continue;
    const { x, y } = node.position;
    if (node.type === "note") notes.set(node.data.note.id, { x, y });
    if (node.type !== "card") continue;
    cards.set(
      node.id,
      node.parentId === undefined
        ? { x, y }
        : { x: Math.max(0, x - AREA_ORIGIN.x), y: Math.max(0, y - AREA_ORIGIN.y) },
    );
  }
  return { cards, notes };
}
