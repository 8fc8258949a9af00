/** Drafts over the wire, as text: a parser of JavaScript alone would change the order of some keys. */

import { answered, problemOf } from "@/api/problem";
import type { Diagnostic } from "@/core/diagnostics/diagnostic";
import { isObject, type Json } from "@/core/json/json";
import { parseJson } from "@/core/json/parse";

export interface Draft {
  readonly document: Json;
  /** Null: published, but never edited here. */
  readonly revision: number | null;
}

export type Saved = { readonly revision: number } | { readonly conflict: true };

const JSON_TYPE = { "Content-Type": "application/json" };

/** The draft, or else what is published, or else null. */
export async function loadDraft(name: string): Promise<Draft | null> {
  const draft = await read(`/api/v1/drafts/${name}`);
  if (draft !== null) return { document: draft["document"] ?? {}, revision: Number(draft["revision"]) };
  const published = await read(`/api/v1/workflows/${name}`);
  return published && { document: published["document"] ?? {}, revision: null };
}

export async function saveDraft(name: string, text: string, revision: number | null): Promise<Saved> {
  const guard: Record<string, string> = revision === null ? {} : { "If-Match": `"${revision}"` };
  const answer = await answered(
    fetch(`/api/v1/drafts/${name}`, { method: "PUT", headers: { ...JSON_TYPE, ...guard }, body: text }),
  );
  if (answer.status === 409 || answer.status === 412 || answer.status === 404) return { conflict: true };
  if (!answer.ok) throw await problemOf(answer);
  return { revision: Number(((await answer.json()) as { revision: number }).revision) };
}

export async function validate(text: string, signal: AbortSignal): Promise<readonly Diagnostic[]> {
  const answer = await answered(
    fetch("/api/v1/validate", { method: "POST", headers: JSON_TYPE, body: text, signal }),
  );
  if (!answer.ok) throw await problemOf(answer);
  return ((await answer.json()) as { diagnostics: Diagnostic[] }).diagnostics;
}

async function read(path: string): Promise<{ [key: string]: Json | undefined } | null> {
  const answer = await answered(fetch(path));
  if (answer.status === 404) return null;
  if (!answer.ok) throw await problemOf(answer);
  const value = parseJson(await answer.text());
  return isObject(value) ? value : null;
}
