/** Which steps a test of some nodes stands on, and what each of them is taken to have given. */

import { stepsReadBy } from "../document/references.ts";
import type { WorkflowDocument } from "../document/schema.gen.ts";
import { indexOf } from "../document/scopes.ts";
import { ends } from "../graph/ends.ts";
import { readableFrom } from "../graph/reach.ts";
import type { Json } from "../json/json.ts";
import type { Past, Pin } from "./sample.ts";

/** The node, or the outermost container around it: a body cannot be run without what runs it. */
export function testable(document: WorkflowDocument, id: string): string {
  return indexOf(document).nodes.get(id)?.around[0] ?? id;
}

/** The steps outside of `chosen` that these read, or that lead to them: the nearest last. */
export function groundOf(document: WorkflowDocument, chosen: readonly string[]): readonly string[] {
  const { nodes, graphs } = indexOf(document);
  const within = new Set(chosen);
  const edges = graphs.get("")?.edges ?? [];
  const leading = edges.filter((edge) => within.has(ends(edge.to).node)).map((edge) => ends(edge.from).node);
  const read = chosen.flatMap((id) => [...stepsReadBy(nodes.get(id)?.node as unknown as Json)]);
  const needed = new Set([...leading, ...read]);
  const readable = new Set(chosen.flatMap((id) => readableFrom(document, id)));
  return [...readable].filter((id) => needed.has(id) && !within.has(id));
}

/** Whether the step gave something then. A test is given outputs, and null where nothing was known. */
export function hasGiven(past: Past | null, id: string): boolean {
  const step = past?.steps.find((one) => one.node === id);
  if (step === undefined) return false;
  return (
    (step.output ?? null) !== null || (step.status === "completed" && (step.reused_from ?? null) === null)
  );
}

/** What was pinned, or else what the last run gave, or else nothing; by the port that leads on to the chosen ones. */
export function pinsFor(
  document: WorkflowDocument,
  chosen: readonly string[],
  past: Past | null,
  pinned: ReadonlyMap<string, Pin>,
): Readonly<Record<string, Pin>> {
  const edges = indexOf(document).graphs.get("")?.edges ?? [];
  return Object.fromEntries(
    groundOf(document, chosen).map((id) => {
      const onward = edges.find((edge) => ends(edge.from).node === id && chosen.includes(ends(edge.to).node));
      const port = onward === undefined ? "out" : ends(onward.from).port;
      const step = past?.steps.find((one) => one.node === id);
      const pin = pinned.get(id) ?? { port, output: (step?.output ?? null) as Json };
      return [id, onward === undefined ? pin : { ...pin, port }];
    }),
  );
}
