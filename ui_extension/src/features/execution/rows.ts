// The timeline as rows: a step, its iterations below it, and what undid it.
import type { Step, Timeline } from "@/api/words";

type Iteration = Step["iterations"][number];

export type Row = {
  /** The step's path, or the iteration's scope. */
  key: string;
  depth: number;
  label: string;
  status: string;
  startedAt: string | null;
  endedAt: string | null;
  /** How many rows lie below it, when it can be opened. */
  inside: number;
  isOpen: boolean;
  step?: Step;
  iteration?: Iteration;
  isUndoing: boolean;
};

/** What rows are called. */
export interface Names {
  node(id: string): string;
  iteration(iteration: Iteration): string;
}

const AS_RECORDED: Names = {
  node: (id) => id,
  iteration: ({ name, index }) => name ?? `[${index}]`,
};

type Adding = { rows: Row[]; closed: ReadonlySet<string>; names: Names };

/** All rows that are to be seen; `closed` are the keys of those whose inside is not. */
export function rowsOf(timeline: Timeline, closed: ReadonlySet<string>, names = AS_RECORDED): Row[] {
  const adding = { rows: [], closed, names };
  for (const step of timeline.steps) addStep(adding, step, 0);
  return adding.rows;
}

/** Every step by its path, compensations and those in iterations included; an iteration's scope finds its container. */
export function stepsOf(steps: readonly Step[], found = new Map<string, Step>()): ReadonlyMap<string, Step> {
  for (const step of steps) {
    found.set(step.path, step);
    for (const iteration of step.iterations) {
      found.set(iteration.scope, step);
      stepsOf(iteration.steps, found);
    }
    if (step.compensation) found.set(step.compensation.path, step.compensation);
  }
  return found;
}

function addStep(adding: Adding, step: Step, depth: number, isUndoing = false): void {
  const isOpen = !adding.closed.has(step.path);
  adding.rows.push({
    key: step.path,
    depth,
    label: adding.names.node(step.node),
    status: step.status,
    startedAt: step.started_at,
    endedAt: step.finished_at,
    inside: step.iterations.length,
    isOpen,
    step,
    isUndoing,
  });
  if (isOpen) for (const iteration of step.iterations) addIteration(adding, iteration, depth + 1);
  if (step.compensation) addStep(adding, step.compensation, depth + 1, true);
}

function addIteration(adding: Adding, iteration: Iteration, depth: number): void {
  const isOpen = !adding.closed.has(iteration.scope);
  adding.rows.push({
    key: iteration.scope,
    depth,
    label: adding.names.iteration(iteration),
    status: iteration.status,
    startedAt: iteration.started_at,
    endedAt: iteration.ended_at,
    inside: iteration.steps.length,
    isOpen,
    iteration,
    isUndoing: false,
  });
  if (isOpen) for (const step of iteration.steps) addStep(adding, step, depth + 1);
}
