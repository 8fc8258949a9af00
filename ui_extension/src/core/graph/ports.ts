/** The ways out of a node: those of its activity, and those that its configuration names. Data, no code for each kind. */

import { type Activity, fieldSchema, type PortSpec } from "../catalogue/activity.ts";
import type { WorkflowNode } from "../document/schema.gen.ts";
import { isEqual, isList, isObject, type Json, type JsonObject, own } from "../json/json.ts";

export interface Port {
  readonly name: string;
  readonly title: string;
  /** Taken without an edge, it fails the execution. */
  readonly mustHandle: boolean;
}

/** Every node may leave by these when they have an edge: the step has failed. */
export const FAILURE_PORTS: readonly string[] = ["error", "timeout"];

const PORT_NAME = /^[a-z][a-z0-9_]{0,62}$/;
const OUT: Port = { name: "out", title: "out", mustHandle: false };

/** Without failure ports, unless the activity itself names them. An unknown activity leaves by `out`. */
export function portsOf(node: WorkflowNode, activity: Activity | undefined): readonly Port[] {
  if (activity === undefined) return [OUT];
  const ports = new Map<string, Port>();
  for (const port of activity.ports) {
    if (isThere(port, node, activity)) {
      ports.set(port.name, { name: port.name, title: port.title, mustHandle: port.must_handle });
    }
  }
  if (node.disabled === true) ports.set("out", ports.get("out") ?? OUT);
  for (const name of namingFields(node, activity).values()) {
    if (typeof name !== "string" || !PORT_NAME.test(name) || FAILURE_PORTS.includes(name) || ports.has(name))
      continue;
    ports.set(name, { name, title: name, mustHandle: false });
  }
  return [...ports.values()];
}

/** The fields that name ports, by the pointer to each, and what is written there: a name, something else, or nothing. */
export function namingFields(node: WorkflowNode, activity: Activity): ReadonlyMap<string, Json | undefined> {
  return new Map(activity.ports_from.flatMap((pointer) => fieldsAt(node, pointer)));
}

function isThere(port: PortSpec, node: WorkflowNode, activity: Activity): boolean {
  if (port.given === undefined || port.given === null) return true;
  const [, found] = fieldsAt(node, port.given.pointer)[0] ?? [];
  const key = port.given.pointer.split("/").at(-1) ?? "";
  const value = found === undefined ? fieldSchema(activity, key)?.["default"] : found;
  return isEqual(value, port.given.value);
}

/** The fields that a JSON Pointer leads to, absent ones too; `*` matches every item of a list. */
function fieldsAt(node: WorkflowNode, pointer: string): [string, Json | undefined][] {
  return follow(node as unknown as JsonObject, pointer.split("/").slice(1), "");
}

function follow(
  value: Json | undefined,
  tokens: readonly string[],
  at: string,
): [string, Json | undefined][] {
  const [token, ...rest] = tokens;
  if (token === undefined) return [[at, value]];
  if (token !== "*") return follow(isObject(value) ? own(value, token) : undefined, rest, `${at}/${token}`);
  return isList(value) ? value.flatMap((item, index) => follow(item, rest, `${at}/${index}`)) : [];
}
