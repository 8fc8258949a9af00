import type { ReactNode } from "react";
import { useFormat } from "./use-format";
import { useNow } from "./use-now";

const MINUTE_MS = 60_000;

type Props = { at: string; className?: string; children?: (ago: string) => ReactNode };

/** How long ago, kept true while one looks; the moment itself is its title. */
export function Ago({ at, className, children = (ago) => ago }: Props) {
  const format = useFormat();
  const isNew = Date.now() - new Date(at).getTime() < MINUTE_MS;
  const nowMs = useNow(true, isNew ? 1_000 : MINUTE_MS / 2);
  return (
    <time dateTime={at} title={format.moment(at)} className={className}>
      {children(format.ago(at, nowMs))}
    </time>
  );
}
