import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { CanvasActions } from "@/canvas/actions";
import { bendEdge } from "@/core/document/commands/bends";
import { changeGroup, changeNote } from "@/core/document/commands/drawings";
import { connect } from "@/core/document/commands/edges";
import { scopeOfNode } from "@/core/document/commands/nodes";
import { bindingFor } from "@/core/graph/binding";
import { notify } from "@/ui/toast-store";
import type { BindOffer } from "./bind-dialog";
import { movedInto, restedPatches, type Telling } from "./moving";
import { added } from "./pasting";
import { useDesignerStore } from "./store";
import type { Adding } from "./use-adding";

/** What is done on the canvas, as edits of the document. */
export function useCanvasEdits(
  offerBinding: (offer: BindOffer) => void,
  add: (adding: Adding) => void,
  tell: Telling,
): CanvasActions {
  const store = useDesignerStore();
  const { t } = useTranslation("designer");
  return useMemo(
    () => ({
      isEditable: true,
      select: (nodes, edges) => store.getState().select({ nodes, edges }),
      move(rested, isNudged) {
        const { document, edit } = store.getState();
        const ids = [...rested.nodes.keys(), ...rested.notes.keys()].join(" ");
        edit("move", restedPatches(document, rested), isNudged ? `move:${ids}` : undefined);
      },
      moveInto(scope, places, beside) {
        const state = store.getState();
        const others = restedPatches(state.document, beside);
        movedInto(state, [...places.keys()], scope, tell, places, others);
      },
      bend: (edge, points) =>
        store.getState().edit("bend", bendEdge(store.getState().document, edge, points)),
      connect(from, to) {
        const { document, catalogue, edit } = store.getState();
        edit("connect", [connect(scopeOfNode(document, from.node), from, to)]);
        const binding = bindingFor(store.getState().document, catalogue, from, to);
        if (binding.offers.length > 0) offerBinding({ from: from.node, to, binding });
      },
      intoVoid(from, at) {
        // An edge never crosses a border, wherever it was let go.
        const scope = scopeOfNode(store.getState().document, from.node);
        add({ scope, at, after: from });
      },
      refused: (reason) => notify({ tone: "danger", title: t(`refused.${reason}`) }),
      drop(type, scope, at, between) {
        const activity = store.getState().catalogue.get(type);
        if (activity === undefined) return;
        const extra = between === null ? {} : { between, port: activity.ports[0]?.name };
        // The pointer holds it by its middle.
        const corner = { x: Math.round(at.x - 120), y: Math.round(at.y - 28) };
        added(store.getState(), { activity, scope, at: corner, ...extra });
      },
      collapse: (id, isCollapsed) => store.getState().collapse(id, isCollapsed),
      note(id, change) {
        const merge = "text" in change ? `note:${id}` : undefined;
        store.getState().edit("note", changeNote(id, change), merge);
      },
      group: (id, title) => store.getState().edit("group", changeGroup(id, { title }), `group:${id}`),
      open: (id) => store.getState().select({ nodes: [id] }),
    }),
    [store, t, offerBinding, add, tell],
  );
}
