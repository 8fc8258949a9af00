/**
 * A change of a node's configuration may rename the ports that it names: the edges that leave by them follow.
 *
 * Names are typed letter by letter, and on the way a field may be empty, or hold what is no name or another's. Its edges
 * then stay under the name they have, which is held for the field until it has one that they can take.
 */

import type { Activity } from "../../catalogue/activity.ts";
import { type End, ends } from "../../graph/ends.ts";
import { namingFields, portsOf } from "../../graph/ports.ts";
import type { Json } from "../../json/json.ts";
import { applyAll } from "../apply.ts";
import type { Patch } from "../patches.ts";
import type { WorkflowDocument, WorkflowNode } from "../schema.gen.ts";
import { indexOf } from "../scopes.ts";
import { renameEnds } from "./edges.ts";
import { scopeOfNode } from "./nodes.ts";

/** By field: the name that its edges have, and what is written there meanwhile. */
export type HeldNames = ReadonlyMap<string, { readonly name: string; readonly written: Json | undefined }>;

interface Followed {
  readonly patches: readonly Patch[];
  readonly held: HeldNames;
}

/** `patches` change the node; those that come back change its edges too. */
export function withEdges(
  document: WorkflowDocument,
  id: string,
  patches: readonly Patch[],
  activity: Activity | undefined,
  held: HeldNames,
): Followed {
  if (activity === undefined || activity.ports_from.length === 0) return { patches, held };
  const changed = applyAll(document, patches).document;
  const before = indexOf(document).nodes.get(id)?.node;
  const after = indexOf(changed).nodes.get(id)?.node;
  if (before === undefined || before.type !== after?.type) return { patches, held };
  const were = namingFields(before, activity);
  const are = namingFields(after, activity);
  const other = [...new Set([...were.keys(), ...are.keys()])].filter(
    (field) => were.get(field) !== are.get(field),
  );
  if (other.length === 0) return { patches, held };
  const [field] = other as [string];
  // Items that come, go or change places are no renaming.
  if (other.length > 1 || were.size !== are.size) return { patches, held: new Map() };

  const waiting = new Map([...held].filter(([one, { written }]) => were.get(one) === written));
  const name = waiting.get(field)?.name ?? nameOf(field, were, waiting, ownPorts(before, activity));
  // What leaves by a name that is held is another field's.
  const isAnothers = [...waiting].some(([one, { name: theirs }]) => one !== field && theirs === name);
  if (name === undefined || isAnothers) return { patches, held: waiting };
  waiting.set(field, { name, written: are.get(field) });
  const graph = indexOf(changed).graphs.get(scopeOfNode(changed, id));
  const leaving = (graph?.edges ?? []).map(({ from }) => ends(from)).filter((end) => end.node === id);
  const taken = takenNames(waiting, are, ownPorts(after, activity), new Set(leaving.map((end) => end.port)));
  const names = new Map([...taken].map(([one, free]) => [waiting.get(one)?.name, free]));
  const left = [...waiting].filter(
    ([one, theirs]) => !taken.has(one) && ![...taken.values()].includes(theirs.name),
  );
  const rename = (end: End) => (end.node === id ? { ...end, port: names.get(end.port) ?? end.port } : end);
  const following = graph === undefined ? [] : renameEnds(changed, graph, rename);
  return { patches: [...patches, ...following], held: new Map(left) };
}

/** The fields whose edges can be given the name that is written there: no edge has it, or only such as give it up too. */
function takenNames(
  waiting: HeldNames,
  fields: ReadonlyMap<string, Json | undefined>,
  ports: ReadonlySet<string>,
  leaving: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const taken = new Map<string, string>();
  for (const field of waiting.keys()) {
    const name = nameOf(field, fields, waiting, ports);
    if (name !== undefined) taken.set(field, name);
  }
  const isFree = (name: string) =>
    !leaving.has(name) || [...taken.keys()].some((field) => waiting.get(field)?.name === name);
  for (;;) {
    const refused = [...taken].find(([, name]) => !isFree(name));
    if (refused === undefined) return taken;
    taken.delete(refused[0]);
  }
}

/** The port that this field names, and no other does that waits for no name. */
function nameOf(
  field: string,
  fields: ReadonlyMap<string, Json | undefined>,
  waiting: HeldNames,
  ports: ReadonlySet<string>,
): string | undefined {
  const name = fields.get(field);
  if (typeof name !== "string" || !ports.has(name)) return undefined;
  const isShared = [...fields].some(
    ([other, written]) => other !== field && written === name && !waiting.has(other),
  );
  return isShared ? undefined : name;
}

/** Without those that the activity has anyway. */
function ownPorts(node: WorkflowNode, activity: Activity): ReadonlySet<string> {
  const fixed = new Set(portsOf(node, { ...activity, ports_from: [] }).map((port) => port.name));
  return new Set(
    portsOf(node, activity)
      .map((port) => port.name)
      .filter((name) => !fixed.has(name)),
  );
}
