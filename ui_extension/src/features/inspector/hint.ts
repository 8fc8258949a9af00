import { useTranslation } from "react-i18next";
import { type Field, isNothing } from "@/core/forms/field";
import type { Json, JsonObject } from "@/core/json/json";

/** What an empty control shows: the value that holds then. */
export function useHint(field: Field, value: Json | undefined, isNeeded: boolean): string | undefined {
  const { t } = useTranslation("inspector");
  return isNothing(field, value, isNeeded) ? t("any.nothing") : defaultText(field.schema);
}

export function defaultText(schema: JsonObject): string | undefined {
  const given = schema["default"] ?? null;
  if (given === null) return undefined;
  return typeof given === "string" ? given : JSON.stringify(given);
}
