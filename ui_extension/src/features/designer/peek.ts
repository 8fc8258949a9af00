/**
 * Containers that are open because somebody looks for what is in them. That is no edit: in the document that is kept they
 * stay folded, until something is done that goes by where things stand then.
 */

import type { Catalogue } from "@/core/catalogue/activity";
import { applyAll } from "@/core/document/apply";
import { layoutOf, place } from "@/core/document/commands/layout";
import { roomFor } from "@/core/document/commands/room";
import type { Patch } from "@/core/document/patches";
import type { WorkflowDocument } from "@/core/document/schema.gen";

export interface Peek {
  readonly kept: WorkflowDocument;
  /** The containers. */
  readonly ids: readonly string[];
  /** Make of it what is drawn: what stands beside them makes room. */
  readonly patches: readonly Patch[];
}

export interface Peeking {
  readonly document: WorkflowDocument;
  readonly peek: Peek | undefined;
}

/** What is saved, checked and written as text. */
export const keptOf = ({ document, peek }: Peeking): WorkflowDocument => peek?.kept ?? document;

export function peeking(kept: WorkflowDocument, ids: readonly string[], catalogue: Catalogue): Peeking {
  const folded = ids.filter((id) => layoutOf(kept, id)?.collapsed === true);
  if (folded.length === 0) return { document: kept, peek: undefined };
  const unfolded = folded.map((id) => place(kept, id, { collapsed: false }));
  const patches = [...unfolded, ...roomFor(kept, unfolded, catalogue)];
  return { document: applyAll(kept, patches).document, peek: { kept, ids: folded, patches } };
}

/** The same look at the document as it is kept now. */
export function stillPeeking(kept: WorkflowDocument, peek: Peek | undefined): Peeking {
  if (peek === undefined) return { document: kept, peek };
  return { document: applyAll(kept, peek.patches).document, peek: { ...peek, kept } };
}

/** What is done first, so that these patches find what they go by: then it is no mere look any more. */
export const openingFor = (peek: Peek | undefined, patches: readonly Patch[]): readonly Patch[] =>
  peek !== undefined && patches.some(isOfDrawing) ? peek.patches : [];

/** What it is about was seen with the containers open. */
function isOfDrawing(patch: Patch): boolean {
  if (patch.op === "add" || patch.op === "remove") return patch.kind !== "edge" && patch.kind !== "trigger";
  const { kind } = patch.on;
  return kind === "note" || kind === "group" || (kind === "workflow" && patch.path[0] === "layout");
}
