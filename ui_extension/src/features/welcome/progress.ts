// How far somebody has come is read from what there is, not from what was clicked: a reload changes nothing.
export const STEPS = ["create", "publish", "run", "watch"] as const;
export type StepName = (typeof STEPS)[number];

export type Seen = { hasDraft: boolean; isPublished: boolean; executions: readonly { status: string }[] };

/** How many steps are done, in order. */
export function done({ hasDraft, isPublished, executions }: Seen): number {
  if (executions.some((one) => one.status === "completed")) return 4;
  if (executions.length > 0) return 3;
  if (isPublished) return 2;
  return hasDraft ? 1 : 0;
}

const KEY = "wf.welcome.workflow";

/** The workflow that the path is walked with. */
export const chosenWorkflow = () => localStorage.getItem(KEY);
export const chooseWorkflow = (name: string) => localStorage.setItem(KEY, name);
export const startOver = () => localStorage.removeItem(KEY);
