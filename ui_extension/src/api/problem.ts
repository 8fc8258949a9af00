import i18next from "i18next";
import { findingSaid, messageOf, remedyOfCode } from "./codes";
import type { DiagnosticBody, Problem as ProblemBody } from "./schema.gen";

/** What the gateway answers when it says no (RFC 9457): branch on `code`, show `message` and `remedy`. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly remedy: string;
  readonly diagnostics: readonly DiagnosticBody[];
  readonly incident: string | null;

  constructor(body: ProblemBody) {
    super(body.detail);
    this.status = body.status;
    this.code = body.code;
    this.title = body.title;
    this.remedy = body.remedy;
    this.diagnostics = body.diagnostics ?? [];
    this.incident = body.incident ?? null;
  }
}

/** The gateway could not be reached at all: it is stopped, or there is no network. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

/** What was answered to a request that is no typed one; the same error as theirs when nobody could be reached. */
export const answered = (asking: Promise<Response>): Promise<Response> =>
  asking.catch((error: unknown) => {
    throw unreached(error) ?? error;
  });

/** A browser says only that it has failed, and in English. */
export const unreached = (error: unknown): Unreachable | undefined =>
  error instanceof TypeError ? new Unreachable(error.message) : undefined;

export async function problemOf(answer: Response): Promise<Problem> {
  const body: unknown = await answer.json().catch(() => null);
  if (isProblem(body)) return new Problem(body);
  return new Problem({
    type: "about:blank",
    title: answer.statusText,
    status: answer.status,
    detail: `${answer.status} ${answer.statusText}`,
    code: `HTTP-${answer.status}`,
    remedy: "",
    diagnostics: [],
    instance: null,
    incident: null,
  });
}

function isProblem(body: unknown): body is ProblemBody {
  return typeof body === "object" && body !== null && "code" in body && "detail" in body;
}

/** What stands between says that nobody answers it. */
const BETWEEN: ReadonlySet<string> = new Set(["HTTP-502", "HTTP-503", "HTTP-504"]);

/** What a person is told about an error: what happened, its code, what to do, and each place that is wrong. */
export function told(error: unknown): {
  title: string;
  code?: string;
  remedy?: string;
  points?: readonly string[];
} {
  // The browser's own words for it are English, and say nothing of what to do.
  if (error instanceof Unreachable)
    return { title: i18next.t("api:unreachable.title"), remedy: i18next.t("api:unreachable.remedy") };
  // A proxy's own page, or one to sign in.
  if (error instanceof SyntaxError)
    return { title: i18next.t("api:unreadable.title"), remedy: i18next.t("api:unreadable.remedy") };
  if (error instanceof Problem && BETWEEN.has(error.code))
    return {
      title: i18next.t("api:unreachable.title"),
      code: error.code,
      remedy: i18next.t("api:unreachable.remedy"),
    };
  if (!(error instanceof Problem)) return { title: error instanceof Error ? error.message : String(error) };
  const points = error.diagnostics.map((one) =>
    [one.node && `${one.node}:`, findingSaid(one)].filter(Boolean).join(" "),
  );
  const { code, remedy } = error;
  return { title: messageOf(error), code, remedy: remedyOfCode(code, remedy) ?? "", points };
}
