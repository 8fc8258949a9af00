// What the canvas shows of an execution: where each node stands, over all iterations, and which edges were taken.
import { everyStep } from "@/api/steps";
import type { Step, Timeline } from "@/api/words";
import type { Shown, Way } from "@/canvas/mapping";
import { edgeKey } from "@/core/document/patches";
import type { WorkflowDocument } from "@/core/document/schema.gen";
import { indexOf } from "@/core/document/scopes";
import { ends } from "@/core/graph/ends";
import { remembered } from "@/core/remembered";
import { isOver } from "@/core/status";

export interface Drawn {
  readonly shown: ReadonlyMap<string, Shown>;
  readonly ways: ReadonlyMap<string, Way>;
  /** Every time that a node was come to, by its id. */
  readonly visits: ReadonlyMap<string, readonly Step[]>;
}

/** The first of these that one of a node's visits has, is the node's. */
const LOUDEST = [
  "running",
  "compensating",
  "retrying",
  "unknown",
  "stalled",
  "paused",
  "waiting",
  "failed",
  "pending",
  "cancelled",
  "compensated",
  "completed",
  "skipped",
];

/** Nodes and edges that stand as before keep their objects, so that only what changed is drawn anew. */
export function drawnOf(
  timeline: Timeline,
  document: WorkflowDocument,
  word: (status: string) => string,
  before?: Drawn,
): Drawn {
  const visits = visitsOf(timeline.steps);
  const shown = new Map<string, Shown>();
  const ways = new Map<string, Way>();
  const index = indexOf(document);
  const said = remembered(word);
  for (const id of index.nodes.keys()) {
    const next = shownOf(visits.get(id) ?? [], said);
    const old = before?.shown.get(id);
    shown.set(id, old !== undefined && isSame(old, next) ? old : next);
  }
  for (const graph of index.graphs.values()) {
    for (const edge of graph.edges) {
      const { node, port } = ends(edge.from);
      const way = wayOf(visits.get(node) ?? [], port);
      if (way !== undefined) ways.set(edgeKey(edge), way);
    }
  }
  return { shown, ways, visits };
}

/** The visit that a person wants to see first: what is under way or went wrong, else the last. */
export function foremost(visits: readonly Step[]): Step | undefined {
  const loudest = statusOf(visits);
  return visits.findLast((step) => statusHere(step) === loudest);
}

function visitsOf(steps: readonly Step[]): Map<string, Step[]> {
  const found = new Map<string, Step[]>();
  for (const step of everyStep(steps)) {
    const known = found.get(step.node);
    if (known === undefined) found.set(step.node, [step]);
    else known.push(step);
  }
  return found;
}

function shownOf(visits: readonly Step[], word: (status: string) => string): Shown {
  const status = statusOf(visits);
  const text = counter(visits);
  const tries = Math.max(0, ...visits.map((step) => step.attempts.length));
  return {
    status,
    label: word(status),
    ...(text === undefined ? {} : { text }),
    ...(tries > 1 ? { tries } : {}),
  };
}

function statusOf(visits: readonly Step[]): string {
  const here = new Set(visits.map(statusHere));
  return LOUDEST.find((status) => here.has(status)) ?? "pending";
}

/** What is being undone shows it; its compensation is a step that nobody drew. */
function statusHere(step: Step): string {
  if (step.compensation === null) return step.status;
  return isOver(step.compensation.status) ? step.status : "compensating";
}

/** Of a loop, how many of its iterations have ended; of a step in a loop, how many of its visits. */
function counter(visits: readonly Step[]): string | undefined {
  const [only] = visits;
  if (only !== undefined && visits.length === 1) {
    const isLoop = only.iterations.some((iteration) => iteration.name === null);
    if (!isLoop) return undefined;
    const ended = only.iterations.filter((iteration) => iteration.ended_at !== null).length;
    const items = (only.input as { items?: unknown } | null)?.items;
    const all = Array.isArray(items) ? items.length : 0;
    return all > 0 ? `${ended}/${all}` : String(ended);
  }
  if (visits.length === 0) return undefined;
  return `${visits.filter((step) => isOver(step.status)).length}/${visits.length}`;
}

function wayOf(visits: readonly Step[], port: string): Way | undefined {
  if (visits.some((step) => step.port === port && isOver(step.status))) return "live";
  return visits.length > 0 && visits.every((step) => isOver(step.status)) ? "dead" : undefined;
}

function isSame(one: Shown, other: Shown): boolean {
  return (
    one.status === other.status &&
    one.label === other.label &&
    one.text === other.text &&
    one.tries === other.tries
  );
}
