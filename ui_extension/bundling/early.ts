/** A page's beginning, in the browser: what it needs is asked for before the application is there to ask. */

export type Link = { readonly rel: string; readonly as?: string; readonly href: string };

/** What the page at an address needs. `$1` is what the address has in its parentheses. */
export type Opening = {
  /** An expression for the path. */
  readonly address: string;
  readonly links: readonly Link[];
  /** Paths of requests that the page makes, to the letter. */
  readonly asks: readonly string[];
  /** Whether what it shows first has dates. */
  readonly hasDates?: boolean;
};

export type Early = { asked?: Map<string, Promise<Response>> };

/** Runs by its own text, so it may use nothing from around it. What is not taken after `keepMs` is too old. */
export function begin(openings: readonly Opening[], keepMs: number): void {
  const asked = new Map<string, Promise<Response>>();
  const ask = (path: string) => {
    const answer = fetch(path);
    asked.set(path, answer);
    // Whoever takes it hears of it; nobody may.
    answer.catch(() => undefined);
  };
  for (const { address, links, asks, hasDates } of openings) {
    const found = new RegExp(address).exec(location.pathname);
    if (found === null) continue;
    for (const path of asks) ask(path.replace("$1", found[1] ?? ""));
    for (const link of links) {
      // As those who will need it ask for it, or else it would come twice.
      document.head.append(Object.assign(document.createElement("link"), link, { crossOrigin: "anonymous" }));
    }
    // A browser's first date costs it as much as a picture of ours; while the application is on its way it has the time.
    if (hasDates)
      globalThis.requestIdleCallback?.(() =>
        new Intl.DateTimeFormat(undefined, { dateStyle: "medium" }).format(),
      );
  }
  (globalThis as Early).asked = asked;
  setTimeout(() => asked.clear(), keepMs);
}
