// Writes openings.json, which tells the gateway what a page comes with: headers, so that its modules and its data are asked
// for along with the application and not one after the other behind it, and answers in it. Marks the files that a page is
// shown with.
import type { Plugin, Rolldown } from "vite";
import { APPLICATION } from "./chunks.ts";

const FILE = "openings.json";

/**
 * A browser that knows it reads all functions of a file beside the page's own thread, while the file comes. It would
 * read each only when it is first called, in that thread, and there for the second time. Stands first in a file; not in the
 * one that every page begins with, for whose functions nobody could wait.
 */
export const READ_AT_ONCE = "//# allFunctionsCalledOnLoad\n";

type Link = { readonly rel: string; readonly as?: string; readonly href: string };

/** Whatever else has come, nothing of it is evaluated before this is. */
const BLOCKING: Link = { rel: "preload", as: "script", href: "/first.js" };

export type Page = {
  /** An expression for the whole path. What it takes from there is bounded, since a header is made of it. */
  readonly address: string;
  /** Paths of requests that it makes, to the letter. `$1` is what the address has in its parentheses. */
  readonly asks: readonly string[];
  /** The same, of which the answers come in the page itself, anew each time: nobody keeps them. */
  readonly gives?: readonly string[];
  /**
   * Ends of the paths of modules that it loads by and by, beside the application; null where the application itself comes
   * later, behind a first picture.
   */
  readonly modules: readonly string[] | null;
};

export const PAGES: readonly Page[] = [
  {
    address: "/executions/([^/]{1,200})",
    modules: null,
    gives: [
      "/api/v1/executions/$1",
      "/api/v1/executions/$1/timeline",
      "/api/v1/executions/$1/document",
      "/api/v1/platform",
      "/api/v1/activities",
    ],
    asks: [],
  },
  {
    address: "/workflows/([^/]{1,200})/design",
    modules: ["/features/designer/designer-page.tsx", "/features/inspector/inspector.tsx"],
    asks: ["/api/v1/drafts/$1", "/api/v1/activities", "/api/v1/platform"],
  },
  {
    address: "/workflows/[^/]+",
    modules: ["/features/workflows/workflow-page.tsx"],
    asks: ["/api/v1/platform"],
  },
  {
    address: "/",
    modules: ["/features/overview/overview-page.tsx"],
    asks: ["/api/v1/platform"],
  },
  {
    address: "/workflows",
    modules: ["/features/workflows/workflows-page.tsx"],
    asks: ["/api/v1/platform"],
  },
  {
    address: "/welcome",
    modules: ["/features/welcome/welcome-page.tsx"],
    asks: ["/api/v1/platform"],
  },
  {
    address: "/executions",
    modules: ["/features/executions/executions-page.tsx"],
    asks: ["/api/v1/platform"],
  },
];

export function pages(): Plugin {
  return {
    name: "pages",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const begun = begunWith(bundle);
        const shown = PAGES.map(({ modules, ...page }) => {
          const brings = modules === null ? [] : chunksOf([APPLICATION, ...modules], bundle, begun);
          return { ...page, brings };
        });
        // What it all begins with comes last: evaluated while a browser still reads the others beside it, it takes up to
        // eight times as long, in one task; and the page is not there before the others are.
        const openings = shown.map(({ address, asks, gives = [], brings }) => ({
          address,
          gives,
          link: [BLOCKING, ...asks.map(asked), ...linksTo(brings), ...linksTo([...begun])]
            .map(told)
            .join(", "),
        }));
        this.emitFile({ type: "asset", fileName: FILE, source: JSON.stringify(openings) });
        for (const chunk of new Set(shown.flatMap(({ brings }) => brings)))
          chunk.code = READ_AT_ONCE + chunk.code;
      },
    },
  };
}

const asked = (href: string): Link => ({ rel: "preload", as: "fetch", href });

/** As a `Link` header has it, and in the mode in which the page or the application asks, or else it would come twice. */
const told = ({ href, rel, as }: Link) =>
  [
    `<${href}>`,
    `rel=${rel}`,
    ...(as === undefined ? [] : [`as=${as}`]),
    ...(as === "script" ? [] : ["crossorigin"]),
  ].join("; ");

const chunksIn = (bundle: Rolldown.OutputBundle) =>
  Object.values(bundle).filter((one): one is Rolldown.OutputChunk => one.type === "chunk");

/** What index.html names already. */
const begunWith = (bundle: Rolldown.OutputBundle): ReadonlySet<Rolldown.OutputChunk> =>
  new Set(
    chunksIn(bundle)
      .filter((one) => one.isEntry)
      .flatMap((one) => [...withImports(one, bundle)]),
  );

/** What these modules, told by the ends of their paths, are made of beside what is known. */
function chunksOf(
  modules: readonly string[],
  bundle: Rolldown.OutputBundle,
  known: ReadonlySet<Rolldown.OutputChunk>,
): readonly Rolldown.OutputChunk[] {
  const needed = modules.flatMap((module) => {
    const chunk = chunksIn(bundle).find((one) => one.moduleIds.some((id) => id.endsWith(module)));
    if (chunk === undefined) throw new Error(`nothing was made of ${module}`);
    return [...withImports(chunk, bundle)];
  });
  return [...new Set(needed)].filter((one) => !known.has(one));
}

function linksTo(chunks: readonly Rolldown.OutputChunk[]): Link[] {
  const styles = new Set(chunks.flatMap((one) => [...(one.viteMetadata?.importedCss ?? [])]));
  return [
    ...chunks.map((one) => ({ rel: "modulepreload", href: `/${one.fileName}` })),
    ...[...styles].map((file) => ({ rel: "preload", as: "style", href: `/${file}` })),
  ];
}

function withImports(
  chunk: Rolldown.OutputChunk,
  bundle: Rolldown.OutputBundle,
  found = new Set<Rolldown.OutputChunk>(),
): Set<Rolldown.OutputChunk> {
  if (found.has(chunk)) return found;
  found.add(chunk);
  for (const name of chunk.imports) {
    const imported = bundle[name];
    if (imported?.type === "chunk") withImports(imported, bundle, found);
  }
  return found;
}
