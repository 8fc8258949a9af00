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

/** All rows that are to be seen; `closed` are the keys of those whose inside is not. */
export function rowsOf(timeline: Timeline, closed: ReadonlySet<string>): Row[] {
  const rows: Row[] = [];
  for (const step of timeline.steps) addStep(rows, step, 0, closed);
  return rows;
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

function addStep(
  rows: Row[],
  step: Step,
  depth: number,
  closed: ReadonlySet<string>,
  isUndoing = false,
): void {
  const isOpen = !closed.has(step.path);
  rows.push({
    key: step.path,
    depth,
    label: step.node,
    status: step.status,
    startedAt: step.started_at,
    endedAt: step.finished_at,
    inside: step.iterations.length,
    isOpen,
    step,
    isUndoing,
  });
  if (isOpen) for (const iteration of step.iterations) addIteration(rows, iteration, depth + 1, closed);
  if (step.compensation) addStep(rows, step.compensation, depth + 1, closed, true);
}

function addIteration(rows: Row[], iteration: Iteration, depth: number, closed: ReadonlySet<string>): void {
  const isOpen = !closed.has(iteration.scope);
  rows.push({
    key: iteration.scope,
    depth,
    label: iteration.name ?? `[${iteration.index}]`,
    status: iteration.status,
    startedAt: iteration.started_at,
    endedAt: iteration.ended_at,
    inside: iteration.steps.length,
    isOpen,
    iteration,
    isUndoing: false,
  });
  if (isOpen) for (const step of iteration.steps) addStep(rows, step, depth + 1, closed);
}
