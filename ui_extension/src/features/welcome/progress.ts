import { isOver } from "@/core/status";

// How far somebody has come is read from what there is, not from what was clicked: a reload changes nothing.
export const STEPS = ["create", "publish", "run", "watch"] as const;
export type StepName = (typeof STEPS)[number];

export type Seen = { hasDraft: boolean; isPublished: boolean; executions: readonly { status: string }[] };

/** How many steps are done, in order; what was tried of a draft is none. `executions` are those in earnest, newest first. */
export function done({ hasDraft, isPublished, executions }: Seen): number {
  if (!isPublished) return hasDraft ? 1 : 0;
  if (executions.some((one) => one.status === "completed")) return 4;
  const [last] = executions;
  // What did not get to its end is run again.
  return last && !isOver(last.status) ? 3 : 2;
}

const KEY = "wf.welcome.workflow";

/** The workflow that the path is walked with. */
export const chosenWorkflow = () => localStorage.getItem(KEY);
export const chooseWorkflow = (name: string) => localStorage.setItem(KEY, name);
export const startOver = () => localStorage.removeItem(KEY);
