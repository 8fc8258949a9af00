import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { logsQuery } from "./execution";
import type { Execution } from "./words";

/** No event tells of a line, and what a step logs is written down a little after it. */
const AGAIN_MS = 1_000;
const LATE_MS = 3_000;
const WRITING: ReadonlySet<string> = new Set(["running", "cancelling", "compensating"]);

type Going = Pick<Execution, "status" | "finished_at">;

/** What was logged, of one step or of all; read on while there may be more of it. */
export function useLogs(id: string, execution: Going | undefined, step?: string) {
  const isComing = useStillComing(execution);
  return useQuery({ ...logsQuery(id, step), refetchInterval: isComing ? AGAIN_MS : false });
}

function useStillComing(execution: Going | undefined): boolean {
  const isWriting = execution !== undefined && WRITING.has(execution.status);
  const endedMs = execution?.finished_at ? Date.now() - new Date(execution.finished_at).getTime() : LATE_MS;
  const [isLate, setLate] = useState(isWriting || endedMs < LATE_MS);
  useEffect(() => {
    if (isWriting) return setLate(true);
    const timer = setTimeout(() => setLate(false), LATE_MS);
    return () => clearTimeout(timer);
  }, [isWriting]);
  return isWriting || isLate;
}
