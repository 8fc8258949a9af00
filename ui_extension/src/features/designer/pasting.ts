/** Where what is pasted, duplicated or written beside something goes, and what is said when there is nothing to paste. */

import type { Where } from "@/canvas/where";
import { applyAll } from "@/core/document/apply";
import { type Clip, clipFromText, clipToText, copy, cornerOf, paste } from "@/core/document/clipboard";
import { addNode, type NewNode, scopeOfNode } from "@/core/document/commands/nodes";
import { freeNear } from "@/core/document/commands/places";
import { ROOT } from "@/core/document/scopes";
import { originOf } from "@/core/geometry/origins";
import { positionsOf } from "@/core/geometry/positions";
import type { Doors } from "./doors";
import { asDrawn, type DesignerState, picked } from "./store";

const chosenClip = (state: DesignerState): Clip =>
  copy(state.document, state.catalogue, picked(state.selection.nodes));

/** What was copied; null when the browser does not take it, which is told. */
export async function copied(state: DesignerState, doors: Doors): Promise<Clip | null> {
  const clip = chosenClip(state);
  try {
    await doors.writeText(clipToText(clip));
    return clip;
  } catch {
    doors.tell.uncopied();
    return null;
  }
}

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

/** A new step, as near to the place as it covers nothing, and in a body not beside it. */
export function added(state: DesignerState, wanted: NewNode): void {
  const { scope } = wanted;
  const at = scope === ROOT ? wanted.at : { x: Math.max(0, wanted.at.x), y: Math.max(0, wanted.at.y) };
  const { id, patches } = addNode(state.document, { ...wanted, at });
  const { document } = applyAll(state.document, patches);
  const free = freeNear(document, state.catalogue, { nodes: [id] }, scope, at);
  state.edit("add", addNode(state.document, { ...wanted, at: free }).patches);
  state.show(id);
}

/** As near to the place as nothing is covered. A frame stands beside others. */
export function pasted(state: DesignerState, label: string, clip: Clip, { scope, at }: Where): void {
  const tried = paste(state.document, clip, scope, at);
  const { document } = applyAll(state.document, tried.patches);
  const free = freeNear(document, state.catalogue, tried, scope, at);
  const origin = originOf(state.document, state.catalogue, scope);
  const { patches, ...made } = paste(state.document, clip, scope, free, origin);
  state.edit(label, patches);
  const nodes = asDrawn(made);
  state.show(nodes[0] ?? "");
  state.select({ nodes });
}

export function duplicated(state: DesignerState): void {
  const clip = chosenClip(state);
  const corner = cornerOf(clip);
  // Beside a step there is its graph; notes are of none.
  const where =
    clip.nodes.length === 0
      ? { scope: ROOT, at: { x: corner.x + 32, y: corner.y + 32 } }
      : besideSelected(state);
  pasted(state, "duplicate", clip, where);
}

/** A little below and right of the first one selected, or of the first one in a frame that is. */
export function besideSelected(state: DesignerState): Where {
  const { nodes, groups } = picked(state.selection.nodes);
  const frame = state.document.layout?.groups?.find((group) => groups.includes(group.id));
  const first = nodes[0] ?? frame?.nodes?.[0] ?? "";
  const at = positionsOf(state.document).get(first);
  return {
    scope: scopeOfNode(state.document, first),
    at: at === undefined ? { x: 80, y: 80 } : { x: at.x + 32, y: at.y + 96 },
  };
}
