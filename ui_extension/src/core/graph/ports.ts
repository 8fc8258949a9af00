/** The ways out of a node: those of its activity, and those that its configuration names. Data, no code for each kind. */

import { type Activity, fieldSchema, type PortSpec } from "../catalogue/activity.ts";
import type { WorkflowNode } from "../document/schema.gen.ts";
import { isEqual, isList, isObject, type Json, type JsonObject } from "../json/json.ts";

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
  for (const pointer of activity.ports_from) {
    for (const name of at(node as unknown as JsonObject, pointer.split("/").slice(1))) {
      if (
        typeof name !== "string" ||
        !PORT_NAME.test(name) ||
        FAILURE_PORTS.includes(name) ||
        ports.has(name)
      )
        continue;
      ports.set(name, { name, title: name, mustHandle: false });
    }
  }
  return [...ports.values()];
}

function isThere(port: PortSpec, node: WorkflowNode, activity: Activity): boolean {
  if (port.given === undefined || port.given === null) return true;
  const tokens = port.given.pointer.split("/").slice(1);
  const found = at(node as unknown as JsonObject, tokens)[0];
  const value = found === undefined ? fieldSchema(activity, tokens.at(-1) ?? "")?.["default"] : found;
  return isEqual(value, port.given.value);
}

/** The values that a JSON Pointer leads to; `*` matches every item of a list. */
function at(value: Json | undefined, tokens: readonly string[]): Json[] {
  const [token, ...rest] = tokens;
  if (value === undefined) return [];
  if (token === undefined) return [value];
  if (token === "*") return isList(value) ? value.flatMap((item) => at(item, rest)) : [];
  return isObject(value) ? at(value[token], rest) : [];
}
