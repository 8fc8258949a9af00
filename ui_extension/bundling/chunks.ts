// Which modules come in one file. Few files and no small ones: a browser asks a server for six at a time, and each costs
// both of them milliseconds.
import { join } from "node:path";

type Modules = { getModuleInfo: (id: string) => { importedIds: readonly string[] } | null };

/** What every page is drawn with. A file of its own beside what draws: they are evaluated in a task each. */
export const APPLICATION = join(import.meta.dirname, "../src/app/app.tsx");

/** What some pages are shown with at first. Of what it is made of, most is the application's, or other pages', too. */
export const STILL = join(import.meta.dirname, "../src/app/still.tsx");

const OF_STILL = /[\\/]src[\\/](app|features)[\\/]/;
const EDITORS = /[\\/](@codemirror|@lezer|@marijn|@uiw|codemirror)[\\/]/;
const FOR_TEXT = /[\\/](yaml[\\/]|text-formats\.|editor-theme\.|completion\.)/;
const COMMON = /[\\/](node_modules[\\/]lucide-react|src[\\/](api|core|ui))[\\/]/;

type Reached = ReadonlySet<string>;

/** All that is read along with a module, itself among it. */
function reachOf(start: string) {
  const found = new Set<string>();
  const follow = (id: string, modules: Modules): Reached => {
    if (found.has(id)) return found;
    found.add(id);
    for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) follow(imported, modules);
    return found;
  };
  return (modules: Modules) => follow(start, modules);
}

const inApplication = reachOf(APPLICATION);
const inStill = reachOf(STILL);

/**
 * What pages have in common lies on the lower floors, and so brings no drawing along; nor may it bring what only an
 * editor of text needs.
 */
export const GROUPS = [
  { name: "begin", tags: ["$initial" as const], priority: 5 },
  {
    debugName: "still",
    name: (id: string, modules: Modules) => {
      if (!inStill(modules).has(id)) return null;
      return OF_STILL.test(id) && !inApplication(modules).has(id) ? "still" : "base";
    },
    priority: 4.5,
  },
  {
    debugName: "app",
    name: (id: string, modules: Modules) => (inApplication(modules).has(id) ? "app" : null),
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
