// Writes pages.js, which runs while the application is still on its way: modules and data of the page at this address
// come beside it, and not one after the other behind it.
import type { Plugin, Rolldown } from "vite";
import { begin, type Link, type Opening } from "./early.ts";

const FILE = "pages.js";
const KEEP_MS = 30_000;

type Page = Omit<Opening, "links"> & {
  /** Ends of the paths of modules that it loads by and by. */
  readonly modules: readonly string[];
};

export const PAGES: readonly Page[] = [
  {
    address: "^/executions/([^/]+)$",
    modules: ["/features/execution/execution-page.tsx", "/features/execution/monitor.tsx"],
    asks: [
      "/api/v1/executions/$1",
      "/api/v1/executions/$1/timeline",
      "/api/v1/activities",
      "/api/v1/platform",
    ],
    named: ["/api/v1/workflows/{workflow}/versions/{version}", "/api/v1/drafts/{workflow}"],
  },
  {
    address: "^/workflows/([^/]+)/design$",
    modules: ["/features/designer/designer-page.tsx", "/features/inspector/inspector.tsx"],
    asks: ["/api/v1/drafts/$1", "/api/v1/activities", "/api/v1/platform"],
  },
  {
    address: "^/workflows/[^/]+$",
    modules: ["/features/workflows/workflow-page.tsx"],
    asks: ["/api/v1/platform"],
  },
  { address: "^/$", modules: ["/features/overview/overview-page.tsx"], asks: ["/api/v1/platform"] },
  {
    address: "^/workflows$",
    modules: ["/features/workflows/workflows-page.tsx"],
    asks: ["/api/v1/platform"],
  },
  {
    address: "^/executions$",
    modules: ["/features/executions/executions-page.tsx"],
    asks: ["/api/v1/platform"],
  },
];

export function pages(): Plugin {
  return {
    name: "pages",
    apply: "build",
    transformIndexHtml: () => [
      { tag: "script", attrs: { src: `/${FILE}`, async: true }, injectTo: "head-prepend" },
    ],
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((one): one is Rolldown.OutputChunk => one.type === "chunk");
      const known = new Set(
        chunks.filter((one) => one.isEntry).flatMap((one) => [...withImports(one, bundle)]),
      );
      const openings = PAGES.map(({ modules, ...page }) => {
        const needed = modules.flatMap((module) => {
          const chunk = chunks.find((one) => one.moduleIds.some((id) => id.endsWith(module)));
          if (chunk === undefined) return this.error(`nothing was made of ${module}`);
          return [...withImports(chunk, bundle)];
        });
        return { ...page, links: linksTo([...new Set(needed)].filter((one) => !known.has(one))) };
      });
      const source = `(${begin})(${JSON.stringify(openings)}, ${KEEP_MS});\n`;
      this.emitFile({ type: "asset", fileName: FILE, source });
    },
  };
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
