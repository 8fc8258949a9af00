import { useEffect, useState } from "react";

const STEP_MS = 500;

/** The time, kept going while something is under way. */
export function useNow(isGoing: boolean, stepMs = STEP_MS): number {
  const [nowMs, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isGoing) return;
    const timer = setInterval(() => setNow(Date.now()), stepMs);
    return () => clearInterval(timer);
  }, [isGoing, stepMs]);
  return nowMs;
}
