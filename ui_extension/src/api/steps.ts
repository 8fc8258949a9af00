import type { Step } from "./words";

/** All steps in one list: those of every time through a loop are behind their container. */
export const everyStep = (steps: readonly Step[]): Step[] =>
  steps.flatMap((step) => [step, ...step.iterations.flatMap((iteration) => everyStep(iteration.steps))]);
