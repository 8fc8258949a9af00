// Answers that came with the page (`data-answer`), so that nobody has to ask for them at its beginning.

/** For so long after the page's beginning they say how things stand. */
const FRESH_MS = 3_000;

/** The answer to this request; each is given once. */
export function given({ method, url }: Request): Response | undefined {
  if (method !== "GET" || performance.now() > FRESH_MS) return undefined;
  const { pathname, search } = new URL(url);
  const element = Array.from(document.scripts).find((one) => one.dataset["answer"] === pathname + search);
  if (element === undefined) return undefined;
  element.remove();
  return new Response(element.textContent, { headers: { "Content-Type": "application/json" } });
}
