/**
 * The server speaks English. What its codes mean and what to do is said in the reader's language; what is wrong in the
 * very case stays in the server's words behind it, but where that is one name.
 */

import i18next from "i18next";
import type { Codes, CodeWords } from "@/core/codes/said";

/** Of a step's failure, only the code and the message. */
interface Finding {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | null;
  readonly word?: string | null;
  readonly instead?: string | null;
  readonly rename?: string | null;
  readonly missing?: string | null;
}

/** Nothing where the server speaks the reader's language, or for a code that is none of the platform's. */
function wordsOf(code: string): CodeWords | undefined {
  const codes: Codes | undefined = i18next.getResourceBundle?.(i18next.language, "codes");
  return codes?.[code];
}

/** What happened. */
export function messageOf({ code, message, word, missing }: Finding): string {
  const words = wordsOf(code);
  if (words === undefined) return message;
  const name = missing ?? word;
  return `${words.title}: ${name ? i18next.t("api:code.name", { name }) : message}`;
}

/** What to do about a failure of this code. */
export const remedyOfCode = (code: string, given: string | null | undefined): string | undefined =>
  wordsOf(code)?.remedy ?? (given || undefined);

/** What to do about something found in a document. */
export function hintOf({ code, hint, instead, rename, missing }: Finding): string | undefined {
  const words = wordsOf(code);
  if (words === undefined) return hint ?? undefined;
  const meant = instead ?? rename;
  if (meant) return i18next.t("api:code.meant", { meant });
  return missing ? i18next.t("api:code.add", { missing }) : words.remedy;
}

/** Both in one sentence or two. */
export const findingSaid = (finding: Finding): string =>
  [messageOf(finding), hintOf(finding)].filter(Boolean).join(" ");
