import { type Arrangement, arrange, canArrange } from "@/core/document/commands/arrange";
import type { DesignerState } from "./store";

const arranging = (how: Arrangement) => ({
  keys: [],
  isEnabled: (state: DesignerState) => canArrange(state.document, state.selection.nodes, how),
  run: (state: DesignerState) =>
    state.edit("arrange", arrange(state.document, state.catalogue, state.selection.nodes, how)),
});

/** The commands that bring what is selected into line. */
export const ARRANGING = {
  left: arranging("left"),
  centre: arranging("centre"),
  right: arranging("right"),
  top: arranging("top"),
  middle: arranging("middle"),
  bottom: arranging("bottom"),
  spreadX: arranging("x"),
  spreadY: arranging("y"),
};
