/** Where what is pasted, duplicated or written beside something goes, and what is said when there is nothing to paste. */

import type { Where } from "@/canvas/where";
import { applyAll } from "@/core/document/apply";
import { type Clip, clipFromText, paste } from "@/core/document/clipboard";
import { scopeOfNode } from "@/core/document/commands/nodes";
import { freeNear } from "@/core/document/commands/places";
import { ROOT } from "@/core/document/scopes";
import { positionsOf } from "@/core/geometry/positions";
import type { Doors } from "./doors";
import { type DesignerState, drawn } from "./store";

export async function pasteText(state: DesignerState, doors: Doors): Promise<void> {
  let text: string;
  try {
    text = await doors.readText();
  } catch {
    doors.tell.unpasted("unreadable");
    return;
  }
  const clip = clipFromText(text);
  if (clip === null) doors.tell.unpasted("nothing");
  else pasted(state, "paste", clip, aimed(state, doors));
}

/** Where a person points, else where they look; in a body beside what is selected there. */
function aimed(state: DesignerState, doors: Doors): Where {
  const beside = besideSelected(state);
  return doors.place ?? doors.pointed() ?? (beside.scope === ROOT ? doors.middle() : null) ?? beside;
}

/** As near to the place as nothing is covered. */
export function pasted(state: DesignerState, label: string, clip: Clip, { scope, at }: Where): void {
  const tried = paste(state.document, clip, scope, at);
  const { document } = applyAll(state.document, tried.patches);
  const free = freeNear(document, state.catalogue, tried.ids, scope, at);
  const { ids, patches } = paste(state.document, clip, scope, free);
  state.edit(label, patches);
  state.show(ids[0] ?? "");
  state.select({ nodes: ids });
}

/** A little below and right of the first one selected. */
export function besideSelected(state: DesignerState): Where {
  const first = drawn(state.selection.nodes)[0] ?? "";
  const at = positionsOf(state.document).get(first);
  return {
    scope: scopeOfNode(state.document, first),
    at: at === undefined ? { x: 80, y: 80 } : { x: at.x + 32, y: at.y + 96 },
  };
}
