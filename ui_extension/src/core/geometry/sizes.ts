/**
 * How large things are drawn, and where their ports sit. Known from the document alone: nothing is measured in the
 * browser, so the first paint is the last, and edges can be drawn before their nodes are.
 */

import type { Activity, Catalogue } from "../catalogue/activity.ts";
import type { WorkflowDocument, WorkflowNode } from "../document/schema.gen.ts";
import { indexOf, type Scope, scopeOf } from "../document/scopes.ts";
import { FAILURE_PORTS, type Port, portsOf } from "../graph/ports.ts";
import { around, type Point, type Positions, type Rect } from "./shapes.ts";

export const GRID_PX = 16;
export const CARD_WIDTH_PX = 240;
export const HEAD_HEIGHT_PX = 56;
export const PORT_HEIGHT_PX = 24;
/** Of a note that nobody has resized. */
export const NOTE_SIZE = { width: 220, height: 120 } as const;
const PORTS_END_PX = 8;
const AREA_PADDING_PX = 24;
const AREA_HEAD_PX = 28;
const AREA_MIN_HEIGHT_PX = 120;
const CONTAINER_EDGE_PX = 12;
const FAILURE_PORT_INSET_PX = 24;

/** Where a body is drawn, from the corner of its container. */
export interface Area extends Rect {
  readonly scope: Scope;
  readonly body: string;
}

export interface Size {
  readonly width: number;
  readonly height: number;
  readonly ports: readonly Port[];
  readonly areas: readonly Area[];
}

export type Sizes = ReadonlyMap<string, Size>;

/** The inside of an area starts here, from the area's corner: positions in a body count from it. */
export const AREA_ORIGIN: Point = { x: AREA_PADDING_PX, y: AREA_HEAD_PX + 12 };

/** All nodes, those inside of collapsed containers left out. */
export function sizesOf(document: WorkflowDocument, catalogue: Catalogue, positions: Positions): Sizes {
  const sizes = new Map<string, Size>();
  const index = indexOf(document);
  for (const node of index.graphs.get("")?.nodes ?? []) visit(node);
  return sizes;

  function visit(node: WorkflowNode): Size {
    const card = cardOf(node, catalogue.get(node.type));
    const isCollapsed = document.layout?.nodes?.[node.id]?.collapsed === true;
    const names = Object.keys(node.bodies ?? {});
    const size = names.length === 0 || isCollapsed ? card : container(node.id, names, card);
    sizes.set(node.id, size);
    return size;
  }

  function container(id: string, names: readonly string[], card: Size): Size {
    const areas: Area[] = [];
    let top = card.height;
    for (const body of names) {
      const scope = scopeOf(id, body);
      const inside = around(
        (index.graphs.get(scope)?.nodes ?? []).map((node) => {
          const { width, height } = visit(node);
          return { ...(positions.get(node.id) ?? { x: 0, y: 0 }), width, height };
        }),
      );
      const { width, height } = areaAround(inside);
      areas.push({ scope, body, x: CONTAINER_EDGE_PX, y: top, width, height });
      top += height + CONTAINER_EDGE_PX;
    }
    const outer = containerAround(card.height, areas);
    const width = outer.width - 2 * CONTAINER_EDGE_PX;
    return { ...outer, ports: card.ports, areas: areas.map((area) => ({ ...area, width })) };
  }
}

interface Extent {
  readonly width: number;
  readonly height: number;
}

/** How large a body is drawn around what it holds, counted from its own corner. */
export function areaAround(inside: Rect | null): Extent {
  const right = inside === null ? 0 : inside.x + inside.width;
  const bottom = inside === null ? 0 : inside.y + inside.height + AREA_ORIGIN.y + AREA_PADDING_PX;
  return {
    width: Math.max(CARD_WIDTH_PX, right) + 2 * AREA_PADDING_PX,
    height: Math.max(AREA_MIN_HEIGHT_PX, bottom),
  };
}

/** How large a container is drawn, with its bodies below its head. */
export function containerAround(headPx: number, areas: readonly Extent[]): Extent {
  return {
    width: Math.max(...areas.map((area) => area.width)) + 2 * CONTAINER_EDGE_PX,
    height: areas.reduce((top, area) => top + area.height + CONTAINER_EDGE_PX, headPx),
  };
}

/** A head with so many rows of ports. */
export const headHeight = (rows: number): number =>
  HEAD_HEIGHT_PX + (rows === 0 ? 0 : rows * PORT_HEIGHT_PX + PORTS_END_PX);

const cards = new WeakMap<WorkflowNode, { activity: Activity | undefined; size: Size }>();

/** A card without bodies. The same object for the same node, as long as its activity is the same. */
export function cardOf(node: WorkflowNode, activity: Activity | undefined): Size {
  const known = cards.get(node);
  if (known !== undefined && known.activity === activity) return known.size;
  const ports = portsOf(node, activity);
  const rows = hasRows(ports) ? ports.length : 0;
  const height = headHeight(rows);
  const size: Size = { width: CARD_WIDTH_PX, height, ports, areas: [] };
  cards.set(node, { activity, size });
  return size;
}

/** A lone `out` goes without saying; everything else is a row with its name. */
export function hasRows(ports: readonly Port[]): boolean {
  return ports.length > 1 || ports.some((port) => port.name !== "out");
}

export const ENTRY: Point = { x: 0, y: HEAD_HEIGHT_PX / 2 };

/** From the node's corner. Failure ports without a row sit at the bottom, others at the right. */
export function portAt(size: Size, name: string): Point & { side: "right" | "bottom" } {
  const row = size.ports.findIndex((port) => port.name === name);
  if (row >= 0 && hasRows(size.ports)) {
    return { x: size.width, y: HEAD_HEIGHT_PX + (row + 0.5) * PORT_HEIGHT_PX, side: "right" };
  }
  if (row < 0 && FAILURE_PORTS.includes(name)) {
    const inset = FAILURE_PORT_INSET_PX * (1 + FAILURE_PORTS.indexOf(name));
    return { x: size.width - inset, y: size.height, side: "bottom" };
  }
  return { x: size.width, y: HEAD_HEIGHT_PX / 2, side: "right" };
}
