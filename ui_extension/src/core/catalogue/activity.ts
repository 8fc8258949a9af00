/** What the server tells of a kind of node. Palette, form, ports and icon follow from it: a plugin needs no code here. */

import { isList, isObject, type Json, type JsonObject } from "../json/json.ts";

export interface PortSpec {
  readonly name: string;
  readonly title: string;
  readonly must_handle: boolean;
  /** The port is there only where this value stands in the node. */
  readonly given?: { readonly pointer: string; readonly value: Json } | null;
}

export interface Activity {
  readonly type: string;
  readonly name: string;
  readonly major: number;
  readonly title: string;
  readonly category: string;
  readonly summary: string;
  readonly help: string;
  readonly icon: string;
  readonly config_schema: JsonObject;
  readonly input_schema: JsonObject | null;
  readonly output_schema: JsonObject | null;
  readonly ports: readonly PortSpec[];
  /** JSON Pointers into the node, `*` for every item: ports that its configuration names. */
  readonly ports_from: readonly string[];
  readonly effect: string;
  readonly lanes: readonly string[];
  readonly connection: string | null;
  readonly instruction: string | null;
  readonly bodies: readonly string[];
  readonly waits: boolean;
  /** What to do about a failure, by its code; `HTTP-*` stands for all that begin so and have none of their own. */
  readonly remedies: { readonly [code: string]: string };
}

/** What a person can do about a failure of such a step; undefined when nobody has said. */
export function remedyOf(activity: Pick<Activity, "remedies"> | undefined, code: string): string | undefined {
  const known = activity?.remedies ?? {};
  const family = Object.keys(known).find((key) => key.endsWith("*") && code.startsWith(key.slice(0, -1)));
  return known[code] ?? (family === undefined ? undefined : known[family]);
}

/** A kind of trigger, such as `webhook@1`, and the schema of its `with`. */
export interface TriggerKind {
  readonly type: string;
  readonly config_schema: JsonObject;
}

/** What expressions may call. `kind` is `function`, `method` or `macro`; a method's signature begins with its receiver. */
export interface FunctionInfo {
  readonly name: string;
  readonly kind: string;
  readonly signature: string;
  readonly summary: string;
  readonly example: string;
}

/** What a document may name besides activities. */
export interface Surroundings {
  readonly triggers: readonly TriggerKind[];
  readonly functions: readonly FunctionInfo[];
  readonly connections: readonly { readonly name: string; readonly kind: string }[];
}

const NOTHING: Surroundings = { triggers: [], functions: [], connections: [] };

export class Catalogue {
  private readonly byType: ReadonlyMap<string, Activity>;
  private readonly newest: ReadonlyMap<string, Activity>;
  readonly activities: readonly Activity[];
  readonly around: Surroundings;

  constructor(activities: readonly Activity[], around: Surroundings = NOTHING) {
    this.activities = activities;
    this.around = around;
    this.byType = new Map(activities.map((activity) => [activity.type, activity]));
    const newest = new Map<string, Activity>();
    for (const activity of activities) {
      const known = newest.get(activity.name);
      if (known === undefined || known.major < activity.major) newest.set(activity.name, activity);
    }
    this.newest = newest;
  }

  /** A type without `@major` means the newest. */
  get(type: string): Activity | undefined {
    return this.byType.get(type) ?? (type.includes("@") ? undefined : this.newest.get(type));
  }
}

/** The schema of one configuration key. */
export function fieldSchema(activity: Activity, key: string): JsonObject | undefined {
  const properties = activity.config_schema["properties"];
  const field = isObject(properties) ? properties[key] : undefined;
  return isObject(field) ? field : undefined;
}

/** The keys that a configuration must have. */
export function requiredFields(activity: Activity): readonly string[] {
  const required = activity.config_schema["required"];
  return isList(required) ? required.filter((key) => typeof key === "string") : [];
}
