// Writes openings.json, of which the gateway makes the headers that a page comes with: its modules and its data are asked
// for along with the application, and not one after the other behind it. Marks the files that a page is shown with.
import type { HtmlTagDescriptor, Plugin, Rolldown } from "vite";
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
  /** Ends of the paths of modules that it loads by and by, beside the application. */
  readonly modules: readonly string[];
  /** Seen in a first picture before it can be worked with: its modules, and the application, are asked for later. */
  readonly isPicturedFirst?: true;
};

export const PAGES: readonly Page[] = [
  {
    address: "/executions/([^/]{1,200})",
    modules: ["/features/execution/execution-page.tsx", "/features/execution/monitor.tsx"],
    isPicturedFirst: true,
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

/** In index.html: links to what is behind a first picture, which a browser follows once they are taken out of it. */
const BEHIND = "behind-the-picture";

export function pages(): Plugin {
  return {
    name: "pages",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (_, { bundle = {} }) => {
        const pictured = PAGES.filter((page) => page.isPicturedFirst);
        const behind = new Set(pictured.flatMap((page) => brought(page, bundle)));
        return [
          {
            tag: "template",
            attrs: { id: BEHIND },
            children: linksTo([...behind]).map(inside),
            injectTo: "head",
          },
        ];
      },
    },
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const begun = linksTo([...begunWith(bundle)]);
        const openings = PAGES.map((page) => ({
          address: page.address,
          link: [
            BLOCKING,
            ...begun,
            ...page.asks.map(asked),
            ...(page.isPicturedFirst ? [] : linksTo(brought(page, bundle))),
          ]
            .map(told)
            .join(", "),
        }));
        this.emitFile({ type: "asset", fileName: FILE, source: JSON.stringify(openings) });
        for (const chunk of new Set(PAGES.flatMap((page) => brought(page, bundle))))
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

/** As index.html has it. */
const inside = ({ rel, as, href }: Link): HtmlTagDescriptor => ({
  tag: "link",
  attrs: { rel, ...(as && { as }), crossorigin: true, href },
});

const chunksIn = (bundle: Rolldown.OutputBundle) =>
  Object.values(bundle).filter((one): one is Rolldown.OutputChunk => one.type === "chunk");

/** What index.html names already. */
const begunWith = (bundle: Rolldown.OutputBundle): ReadonlySet<Rolldown.OutputChunk> =>
  new Set(
    chunksIn(bundle)
      .filter((one) => one.isEntry)
      .flatMap((one) => [...withImports(one, bundle)]),
  );

/** What the application and a page's modules are made of, beside what is named already. */
function brought({ modules }: Page, bundle: Rolldown.OutputBundle): readonly Rolldown.OutputChunk[] {
  const known = begunWith(bundle);
  const needed = [APPLICATION, ...modules].flatMap((module) => {
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
