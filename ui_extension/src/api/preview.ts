import { messageOf } from "./codes";
import { body, http } from "./http";

export type PreviewAt = { readonly execution: string; readonly step: string } | { readonly scope: object };

/** What an expression gives with this data, or why it has no value. */
export async function preview(
  value: string,
  isBare: boolean,
  at: PreviewAt,
  signal: AbortSignal,
): Promise<{ readonly value: unknown } | { readonly why: string }> {
  const isTemplate = !isBare || value.includes("${{");
  const asked = { ...(isTemplate ? { template: value } : { expression: value }), ...at };
  const answer = await body(http.POST("/api/v1/expressions/preview", { body: asked as never, signal }));
  return answer.ok ? { value: answer.value ?? null } : { why: answer.diagnostics.map(messageOf).join(" ") };
}
