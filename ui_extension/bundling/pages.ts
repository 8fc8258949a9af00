// Writes openings.json, of which the gateway makes the headers that a page comes with: its modules and its data are asked
// for along with the application, and not one after the other behind it. Marks the files that a page is shown with.
import type { Plugin, Rolldown } from "vite";
import { APPLICATION } from "./chunks.ts";

const FILE = "openings.json";

/**
 * A browser that knows it reads all functions of a file beside the page's own thread, while the file comes. It would
 * read each only when it is first called, in that thread, and there for the second time. Stands first in a file.
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
  /** Ends of the paths of modules of which its first picture is made: they are asked for ahead of everything else. */
  readonly first?: readonly string[];
  /** The same of modules that it loads by and by. */
  readonly modules: readonly string[];
};

export const PAGES: readonly Page[] = [
  {
    address: "/executions/([^/]{1,200})",
    first: ["/app/main.tsx", "/app/still.tsx"],
    modules: ["/features/execution/execution-page.tsx", "/features/execution/monitor.tsx"],
    asks: [
      "/api/v1/executions/$1",
      "/api/v1/executions/$1/timeline",
      "/api/v1/executions/$1/document",
      "/api/v1/activities",
      "/api/v1/platform",
    ],
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
    address: "/executions",
    modules: ["/features/executions/executions-page.tsx"],
    asks: ["/api/v1/platform"],
  },
];

export function pages(): Plugin {
  return {
    name: "pages",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (_, { bundle = {} }) =>
        linksTo(chunksOf([APPLICATION], bundle, begunWith(bundle))).map((attrs) => ({
          tag: "link",
          attrs: { ...attrs, crossorigin: true },
          injectTo: "head" as const,
        })),
    },
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const begun = begunWith(bundle);
        const known = new Set([...begun, ...chunksOf([APPLICATION], bundle, begun)]);
        const shown = PAGES.map(({ first = [], modules, ...page }) => {
          const atFirst = first.length === 0 ? [] : chunksOf(first, bundle, new Set());
          const later = chunksOf(modules, bundle, new Set([...known, ...atFirst]));
          return { ...page, atFirst, later };
        });
        const openings = shown.map(({ address, asks, atFirst, later }) => ({
          address,
          link: [BLOCKING, ...linksTo(atFirst), ...asks.map(asked), ...linksTo(later)].map(told).join(", "),
        }));
        this.emitFile({ type: "asset", fileName: FILE, source: JSON.stringify(openings) });
        for (const chunk of new Set([
          ...known,
          ...shown.flatMap(({ atFirst, later }) => [...atFirst, ...later]),
        ]))
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
