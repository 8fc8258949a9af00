/** What all fields of a form share: where it stands in the document, what is wrong there, and what it may read. */
import { type ComponentType, createContext, useContext } from "react";
import type { Catalogue } from "@/core/catalogue/activity";
import type { Field } from "@/core/forms/field";
import type { Json, JsonObject } from "@/core/json/json";
import type { Wiring } from "./wiring";

export interface Finding {
  /** The keys that lead to it, from the object that the form is about. */
  readonly path: readonly string[];
  readonly text: string;
  readonly isError: boolean;
}

/** A field that somebody asked for: of a node, or of the workflow (null). Each wish is another object. */
export interface Wanted {
  readonly node: string | null;
  /** The keys that lead to it. */
  readonly path: readonly string[];
}

export interface RowProps {
  readonly field: Field;
  readonly value: Json | undefined;
  readonly path: readonly string[];
  onChange(value: Json | undefined): void;
  /** Its name is said by what stands around it, and only heard. */
  readonly isBare?: boolean;
}

export interface ControlProps {
  readonly field: Field;
  readonly value: Json | undefined;
  readonly path: readonly string[];
  readonly wiring: Wiring;
  /** There is always a value, as in a list's items. */
  readonly isNeeded: boolean;
  /** `caret`: what was typed may be an expression, and goes on there. */
  onChange(value: Json | undefined, caret?: number): void;
}

export interface FormScene {
  /** Draws a field. Fields hold fields: lists, maps and objects find it here. */
  readonly Row: ComponentType<RowProps>;
  readonly workflow: string;
  readonly catalogue: Catalogue;
  readonly findings: readonly Finding[];
  /** Keys before those of this form: what it is about stands there, as in `triggers`, `0`. */
  readonly base: readonly string[];
  /** The field that shall have the keyboard; what is folded around it unfolds. */
  readonly wanted: Wanted | undefined;
  /** The names that expressions of this form see, as a schema. */
  readonly scope: JsonObject;
  /** Which fields may hold an expression: all, or those that are values of any kind. */
  readonly decided: "all" | "values";
  /** Names the data that expressions are tried with: another name, other values. */
  readonly sample: string;
  /** Works out an expression with data of the last run; null where there is nothing to try it with. */
  preview(value: string, isBare: boolean, signal: AbortSignal): Promise<Previewed | null>;
}

export type Previewed = { readonly value: unknown } | { readonly why: string };

export const Scene = createContext<FormScene | null>(null);

export function useScene(): FormScene {
  const scene = useContext(Scene);
  if (scene === null) throw new Error("outside of a form");
  return scene;
}

/** What is wrong with the field at this path, and with `within` also with anything inside. */
export function findingsAt(scene: FormScene, path: readonly string[], within: boolean): readonly Finding[] {
  return scene.findings.filter(
    (one) =>
      (within ? one.path.length >= path.length : one.path.length === path.length) &&
      path.every((key, index) => one.path[index] === key),
  );
}
