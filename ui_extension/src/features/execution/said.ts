import type { Json } from "@/core/json/json";
import { writeJson } from "@/core/json/write";

const MOST_CHARACTERS = 300;

/** A value in one line, cut when it is long. */
export function said(value: Json | undefined): string {
  const text = value === undefined ? "–" : writeJson(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
