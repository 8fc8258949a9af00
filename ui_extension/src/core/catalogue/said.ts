import { entriesOf, fromEntries, isList, isObject, type Json, type JsonObject } from "../json/json.ts";
import type { Activity, Surroundings } from "./activity.ts";

interface FieldWords {
  readonly title: string;
  readonly description?: string;
}
type FieldsWords = Readonly<Record<string, FieldWords>>;

/** What the built-in kinds of steps and triggers are called in a language that the server does not speak. */
export interface CatalogueWords {
  readonly categories: Readonly<Record<string, string>>;
  readonly activities: Readonly<
    Record<
      string,
      {
        title: string;
        summary: string;
        fields: FieldsWords;
        ports?: Readonly<Record<string, string>>;
        /** By code: what to do about a failure. */
        remedies?: Readonly<Record<string, string>>;
      }
    >
  >;
  readonly triggers: Readonly<Record<string, { fields: FieldsWords }>>;
}

export type Catalogued = { readonly activities: readonly Activity[] } & Surroundings;

/** The catalogue in these words. What they do not know, such as a plugin's, stays as the server says it. */
export function said<T extends Catalogued>(catalogue: T, words: CatalogueWords): T {
  return {
    ...catalogue,
    activities: catalogue.activities.map((activity) => activitySaid(activity, words)),
    triggers: catalogue.triggers.map((trigger) => {
      const own = words.triggers[trigger.type.split("@")[0] ?? ""];
      return own ? { ...trigger, config_schema: schemaSaid(trigger.config_schema, own.fields) } : trigger;
    }),
  };
}

function activitySaid(activity: Activity, { categories, activities }: CatalogueWords): Activity {
  const category = categories[activity.category] ?? activity.category;
  const own = activities[activity.name];
  if (own === undefined) return { ...activity, category };
  return {
    ...activity,
    category,
    title: own.title,
    summary: own.summary,
    ports: activity.ports.map((port) => ({ ...port, title: own.ports?.[port.name] ?? port.title })),
    config_schema: schemaSaid(activity.config_schema, own.fields),
    remedies: { ...activity.remedies, ...own.remedies },
  };
}

/** Fields have one name wherever they stand in a configuration: in it, in the items of its lists, in its definitions. */
const schemaSaid = (schema: JsonObject, fields: FieldsWords) => within(schema, fields) as JsonObject;

function within(value: Json, fields: FieldsWords): Json {
  if (isList(value)) return value.map((item) => within(item, fields));
  if (!isObject(value)) return value;
  return fromEntries(
    entriesOf(value).map(([key, inner]) => [
      key,
      key === "properties" && isObject(inner) ? propertiesSaid(inner, fields) : within(inner, fields),
    ]),
  );
}

const propertiesSaid = (properties: JsonObject, fields: FieldsWords): JsonObject =>
  fromEntries(
    entriesOf(properties).map(([name, schema]) => {
      const inner = within(schema, fields);
      return [name, isObject(inner) ? { ...inner, ...fields[name] } : inner];
    }),
  );
