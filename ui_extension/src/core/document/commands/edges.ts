/** Drawing edges and taking them away. Whether one may be drawn, `graph/legality` says. */

import { type End, endText } from "../../graph/ends.ts";
import type { Patch } from "../patches.ts";
import type { Scope } from "../scopes.ts";

export function connect(scope: Scope, from: End, to: string): Patch {
  return { op: "add", kind: "edge", scope, item: { from: endText(from.node, from.port), to } };
}

export function disconnect(key: string): Patch {
  return { op: "remove", kind: "edge", id: key };
}
