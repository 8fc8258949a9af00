import { type ReactNode, useSyncExternalStore } from "react";
import { useFormat } from "./use-format";

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

type Props = { at: string; className?: string; children?: (ago: string) => ReactNode };

/**
 * How long ago, kept true while one looks. The moment itself is its title once somebody points at it: a browser's first
 * date costs it as much as a whole picture of ours.
 */
export function Ago({ at, className, children = (ago) => ago }: Props) {
  const format = useFormat();
  const atMs = new Date(at).getTime();
  // Drawn anew when it is another second, or after a minute another minute.
  const ageMsNow = () => {
    const age = Date.now() - atMs;
    const step = age < MINUTE_MS ? SECOND_MS : MINUTE_MS;
    return Math.trunc(age / step) * step;
  };
  const ageMs = useSyncExternalStore(subscribe, ageMsNow, ageMsNow);
  return (
    <time
      dateTime={at}
      className={className}
      onPointerEnter={({ currentTarget }) => {
        currentTarget.title = format.moment(at);
      }}
    >
      {children(format.ago(at, atMs + ageMs))}
    </time>
  );
}

// One clock for all that are shown; it stands still while none is.
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function tick() {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(tick, SECOND_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
