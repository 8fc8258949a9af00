/**
 * Keeps what React Flow draws in step with the document. While something is dragged, only React Flow knows; when it
 * has ended, the document hears of it once.
 */

import { applyEdgeChanges, applyNodeChanges, type EdgeChange, type NodeChange } from "@xyflow/react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Point } from "@/core/geometry/shapes";
import { AREA_ORIGIN } from "@/core/geometry/sizes";
import type { CanvasActions } from "./actions";
import { Walls } from "./edges/walls";
import { aligned, useGuides } from "./guides";
import { type Drawing, type DrawnEdge, type DrawnNode, draw, type Wanted } from "./mapping";

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
  const walls = useMemo(() => new Walls(drawing), [drawing]);
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
      const next = applyNodeChanges(withGuides(changes, before), before);
      present.current = { nodes: next, edges: beside };
      setNodes(next);
      const moved = settled(changes, next);
      if (moved.cards.size > 0) actions.move(moved.cards);
      for (const [id, at] of moved.notes) actions.note(id, at);
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
  return { drawing, nodes, edges, walls, onNodesChange, onEdgesChange };
}

function tell(actions: CanvasActions, { nodes, edges }: { nodes: DrawnNode[]; edges: DrawnEdge[] }): void {
  const ids = (list: readonly { id: string; selected?: boolean }[]) =>
    list.filter((one) => one.selected === true).map((one) => one.id);
  actions.select(ids(nodes), ids(edges));
}

/** What is drawn anew keeps whether it is selected. What is the same stays the object that it was. */
function merged<T extends { id: string; selected?: boolean }>(
  before: readonly T[],
  wanted: readonly T[],
): T[] {
  const known = new Map(before.map((one) => [one.id, one]));
  return wanted.map((one) => {
    const old = known.get(one.id);
    return old?.selected === true ? { ...one, selected: true } : one;
  });
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

/** What came to rest by these changes, where it stands in our own words. */
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
      node.parentId === undefined ? { x, y } : { x: x - AREA_ORIGIN.x, y: y - AREA_ORIGIN.y },
    );
  }
  return { cards, notes };
}
