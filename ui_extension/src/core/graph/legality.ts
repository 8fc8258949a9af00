/** Whether an edge may be drawn, and if not, why: a reason that the designer puts into words. */

import type { Catalogue } from "../catalogue/activity.ts";
import { edgeKey } from "../document/patches.ts";
import type { WorkflowDocument } from "../document/schema.gen.ts";
import { indexOf, type Scope } from "../document/scopes.ts";
import { type End, endText } from "./ends.ts";
import { FAILURE_PORTS, portsOf } from "./ports.ts";
import { leadsTo } from "./reach.ts";

export type Refusal = "gone" | "self" | "border" | "no_port" | "same" | "cycle";
export type Verdict =
  | { readonly legal: true; readonly scope: Scope }
  | { readonly legal: false; readonly reason: Refusal };

export function mayConnect(document: WorkflowDocument, catalogue: Catalogue, from: End, to: string): Verdict {
  const index = indexOf(document);
  const source = index.nodes.get(from.node);
  const target = index.nodes.get(to);
  if (source === undefined || target === undefined) return refused("gone");
  if (from.node === to) return refused("self");
  if (source.scope !== target.scope) return refused("border");
  const ports = portsOf(source.node, catalogue.get(source.node.type));
  if (!FAILURE_PORTS.includes(from.port) && !ports.some((port) => port.name === from.port))
    return refused("no_port");
  const graph = index.graphs.get(source.scope);
  if (graph === undefined) return refused("gone");
  const wanted = edgeKey({ from: endText(from.node, from.port), to });
  if (graph.edges.some((edge) => edgeKey(edge) === wanted)) return refused("same");
  if (leadsTo(graph, to, from.node)) return refused("cycle");
  return { legal: true, scope: source.scope };
}

function refused(reason: Refusal): Verdict {
  return { legal: false, reason };
}
