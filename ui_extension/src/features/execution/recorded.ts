// What the names in an expression stood for, as the record has it.
import type { ExecutionDetail, Step } from "@/api/words";
import type { WorkflowDocument } from "@/core/document/schema.gen";
import type { Json } from "@/core/json/json";
import { valueAlong } from "@/core/json/path";

export type Iteration = Step["iterations"][number];

export type Run = {
  execution: Pick<ExecutionDetail, "input" | "trigger">;
  document: WorkflowDocument;
  /** Every step by its path, and containers by the scopes of their iterations. */
  steps: ReadonlyMap<string, Step>;
};

/** What a way such as `steps.price.output.total` led to, seen from a step's path; undefined where nothing is known of it. */
export function recordedAt(
  [root = "", ...rest]: readonly string[],
  path: string,
  run: Run,
): Json | undefined {
  if (root === "input" || root === "trigger") return valueAlong(run.execution[root] as Json, rest);
  if (root === "env") return valueAlong((run.document.env ?? {}) as Json, rest);
  if (root === "steps") {
    const [id = "", ...inner] = rest;
    const step = scopesAround(path)
      .map((scope) => run.steps.get(scope === "" ? id : `${scope}/${id}`))
      .find((found) => found !== undefined);
    return step && valueAlong({ output: step.output, status: step.status, port: step.port } as Json, inner);
  }
  return aroundOf(root, rest, path, run);
}

/** `item`, `index` and `loop` are those of the nearest loop that has them. */
function aroundOf(root: string, rest: readonly string[], path: string, run: Run): Json | undefined {
  for (const scope of scopesAround(path)) {
    const iteration = iterationOf(scope, run.steps);
    if (iteration === undefined || iteration.name !== null) continue;
    const { index, item, state } = iteration;
    if (root === "index") return index;
    if (root === "item" && state === null) return valueAlong(item as Json, rest);
    if (root === "loop" && state !== null) return valueAlong({ state, index } as Json, rest);
  }
  return undefined;
}

/** The iteration that is called so. */
export const iterationOf = (scope: string, steps: ReadonlyMap<string, Step>): Iteration | undefined =>
  steps.get(scope)?.iterations.find((one) => one.scope === scope);

/** `each[3]/inner[0]/a` stands in `each[3]/inner[0]`, in `each[3]`, and in the whole. */
function scopesAround(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.map((_, at) => parts.slice(0, parts.length - 1 - at).join("/"));
}
