/**
 * What a panel can do without at first, one thing a frame: each has its turn in a task of its own, once the browser has
 * drawn what came before it.
 */

const waiting = new Set<() => void>();
let isGoing = false;

/** Gives what takes it out of the row again. */
export function oneByOne(act: () => void): () => void {
  waiting.add(act);
  if (!isGoing) afterFrame();
  return () => void waiting.delete(act);
}

function afterFrame(): void {
  isGoing = true;
  requestAnimationFrame(() => setTimeout(next));
}

function next(): void {
  const [first] = waiting;
  isGoing = false;
  if (first === undefined) return;
  waiting.delete(first);
  if (waiting.size > 0) afterFrame();
  first();
}
