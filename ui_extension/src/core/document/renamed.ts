import type { WorkflowDocument } from "./schema.gen.ts";
import { indexOf } from "./scopes.ts";

/** The one step that has another id now, in the place where it stood: renamed, or renamed back. */
export function renamedBetween(
  before: WorkflowDocument,
  after: WorkflowDocument,
): readonly [from: string, to: string] | null {
  const [old, now] = [indexOf(before).nodes, indexOf(after).nodes];
  if (old.size !== now.size) return null;
  const next = [...now.keys()];
  const [other, ...more] = [...old.keys()].flatMap((from, at) => {
    const to = next[at] ?? from;
    return from === to ? [] : [[from, to] as const];
  });
  if (other === undefined || more.length > 0) return null;
  const [from, to] = other;
  return old.get(from)?.node.type === now.get(to)?.node.type ? other : null;
}
