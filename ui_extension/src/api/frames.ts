// What the live stream tells of an execution, put into its timeline at once. The timeline itself is read again soon after
// and is right; until then the status of each step is, and where it leads.
import type { Event } from "../core/executions/events.gen";
import { type StepStatus, stepStatusAfter } from "../core/executions/status";
import { isOver } from "../core/status";
import type { Frame } from "./live";
import type { Step, Timeline } from "./words";

/** The timeline after these events; the same object when they say nothing new of a step. */
export function withFrames(timeline: Timeline, frames: readonly Frame[]): Timeline {
  const news = new Map<string, Frame[]>();
  for (const frame of frames) {
    if (frame.seq <= timeline.seq || frame.step === null) continue;
    const known = news.get(frame.step);
    if (known === undefined) news.set(frame.step, [frame]);
    else known.push(frame);
  }
  if (news.size === 0) return timeline;
  const steps = changed(timeline.steps, news);
  const begun = [...news]
    .filter(([path]) => !/[/[]/.test(path))
    .map(([path, told]) => after(begin(path), told));
  return { ...timeline, steps: [...steps, ...begun] };
}

/** Takes those out of `news` that it finds. Steps without news stay the same objects. */
function changed(steps: readonly Step[], news: Map<string, Frame[]>): Step[] {
  return steps.map((step) => {
    const told = news.get(step.path);
    news.delete(step.path);
    const next = told === undefined ? step : after(step, told);
    if (news.size === 0 || step.iterations.length === 0) return next;
    const iterations = next.iterations.map((iteration) => {
      const inner = changed(iteration.steps, news);
      return inner.every((one, at) => one === iteration.steps[at])
        ? iteration
        : { ...iteration, steps: inner };
    });
    return iterations.every((one, at) => one === next.iterations[at]) ? next : { ...next, iterations };
  });
}

function after(step: Step, told: readonly Frame[]): Step {
  let next = step;
  for (const { kind, data = {}, at } of told) {
    const event = { ...data, kind } as unknown as Event;
    const status = stepStatusAfter(next.status as StepStatus, event);
    const port = kind === "step.completed" ? "out" : next.port;
    next = {
      ...next,
      ...(event.kind === "child.started" && { child: event.child, child_workflow: event.workflow }),
      status,
      port: typeof data["port"] === "string" ? data["port"] : port,
      started_at: next.started_at ?? (status === "pending" ? null : at),
      finished_at: isOver(status) ? (next.finished_at ?? at) : null,
    };
  }
  return next;
}

const begin = (path: string): Step => ({
  path,
  node: path,
  status: "pending",
  seq: 0,
  started_at: null,
  finished_at: null,
  duration_ms: null,
  input: null,
  output: null,
  port: null,
  case: null,
  error: null,
  reused_from: null,
  child: null,
  child_workflow: null,
  attempts: [],
  waits: [],
  decisions: [],
  iterations: [],
  compensation: null,
});
