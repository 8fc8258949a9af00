// Which modules come in one file. Few files and no small ones: a browser asks a server for six at a time, and each costs
// both of them milliseconds.
import { join } from "node:path";

type Modules = { getModuleInfo: (id: string) => { importedIds: readonly string[] } | null };

/** What every page is drawn with. A file of its own beside what draws: they are evaluated in a task each. */
export const APPLICATION = join(import.meta.dirname, "../src/app/app.tsx");

const EDITORS = /[\\/](@codemirror|@lezer|@marijn|@uiw|codemirror)[\\/]/;
const FOR_TEXT = /[\\/](yaml[\\/]|text-formats\.|editor-theme\.|completion\.)/;
const COMMON = /[\\/](node_modules[\\/]lucide-react|src[\\/](api|core|ui))[\\/]/;

const inApplication = new Set<string>();

function reach(id: string, modules: Modules): ReadonlySet<string> {
  if (inApplication.has(id)) return inApplication;
  inApplication.add(id);
  for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) reach(imported, modules);
  return inApplication;
}

/**
 * What pages have in common lies on the lower floors, and so brings no drawing along; nor may it bring what only an
 * editor of text needs.
 */
export const GROUPS = [
  { name: "begin", tags: ["$initial" as const], priority: 5 },
  { name: "react-dom", test: /[\\/](react-dom[\\/](cjs|client)|scheduler[\\/])/, priority: 4.5 },
  {
    debugName: "app",
    name: (id: string, modules: Modules) => (reach(APPLICATION, modules).has(id) ? "app" : null),
    priority: 4,
  },
  { name: "editors", test: EDITORS, priority: 3 },
  {
    name: "common",
    test: (id: string) => COMMON.test(id) && !FOR_TEXT.test(id),
    minShareCount: 2,
    priority: 2,
  },
  { name: "canvas", test: /[\\/](@xyflow|src[\\/]canvas)[\\/](?!layout)/, priority: 1 },
];
