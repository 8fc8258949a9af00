// Typed requests: paths, parameters and answers are those of the gateway's own description.
import createClient, { type Middleware } from "openapi-fetch";
import { parseShown } from "@/core/json/parse";
import { given } from "./given";
import { Problem, problemOf, Unreachable, unreached } from "./problem";
import type { paths } from "./schema.gen";

const saysNo: Middleware = {
  async onResponse({ response }) {
    if (!response.ok && response.status !== 304) throw await problemOf(response);
  },
  onError({ error }) {
    return unreached(error);
  },
};

const query = {
  querySerializer: { array: { style: "form", explode: true } },
} as const;

export const http = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? "",
  // As it is when something is asked, and not when this file came.
  fetch: async (request) => given(request) ?? fetch(request),
  ...query,
});
http.use(saysNo);

/** The body of an answer. A problem was thrown before; an answer without a body is a bug of the gateway. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer;
  if (data === undefined) throw new Unreachable("The gateway answered without a body.");
  return data;
}

type Page<T> = { items: readonly T[]; next?: string | null };

/** Everything of a list that is read page by page. */
export async function allOf<T>(
  page: (after: string | undefined) => Promise<Page<T>>,
): Promise<{ items: T[] }> {
  const items: T[] = [];
  let after: string | undefined;
  do {
    const found: Page<T> = await page(after);
    items.push(...found.items);
    after = found.next ?? undefined;
  } while (after !== undefined);
  return { items };
}

/** The same, of people's own values: long numbers keep all their digits. Ask for it as text. */
export async function shownBody<T>(answer: Promise<{ data?: string }>): Promise<T> {
  return parseShown(await body(answer)) as T;
}

/** The same, with null where there is no such thing: not there is an answer too, and no reason to draw anew. */
export async function bodyOrNull<T>(answer: Promise<{ data?: T }>): Promise<T | null> {
  try {
    return await body(answer);
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}
