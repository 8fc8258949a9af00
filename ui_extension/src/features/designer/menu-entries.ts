import type { CommandId } from "./commands";
import type { DesignerState } from "./store";

/** What was pointed at. A note and a frame are drawings. */
export type MenuTarget = "node" | "selection" | "edge" | "drawing" | "canvas";
/** `arrange` is a menu of its own. */
export type Entry = CommandId | "line" | "arrange";

export const ARRANGE: readonly Entry[] = [
  "left",
  "centre",
  "right",
  "line",
  "top",
  "middle",
  "bottom",
  "line",
  "spreadX",
  "spreadY",
];

const COMMON = ["cut", "copy", "duplicate", "line", "moveInto", "moveOut", "group"] as const;

const ENTRIES: { readonly [target in MenuTarget]: readonly Entry[] } = {
  node: ["rename", "toggle", "line", ...COMMON, "line", "remove"],
  selection: ["toggle", "line", ...COMMON, "arrange", "tidy", "line", "remove"],
  edge: ["insert", "straighten", "line", "remove"],
  drawing: ["cut", "copy", "duplicate", "line", "remove"],
  canvas: [
    "add",
    "note",
    "paste",
    "line",
    "undo",
    "redo",
    "line",
    "all",
    "tidy",
    "find",
    "line",
    "fit",
    "keys",
  ],
};

export const entriesFor = (target: MenuTarget) => ENTRIES[target];

/** What an element of the canvas stands for. It is selected, unless it is a part of what is selected already. */
export function targetedAt(state: DesignerState, element: Element): MenuTarget {
  const { nodes, edges } = state.selection;
  const isMany = nodes.length + edges.length > 1;
  const idOf = (kind: string) => element.closest(`.react-flow__${kind}`)?.getAttribute("data-id");
  const [node, edge] = [idOf("node"), idOf("edge")];
  // The rectangle around what was selected by a drag is all of it.
  const isAround = element.closest(".react-flow__nodesselection") !== null;
  const isPart = (node && nodes.includes(node)) || (edge && edges.includes(edge));
  if (isMany && (isAround || isPart)) return "selection";
  if (!isPart) state.select({ nodes: node ? [node] : [], edges: edge ? [edge] : [] });
  if (node) return node.includes(":") ? "drawing" : "node";
  return edge ? "edge" : "canvas";
}
