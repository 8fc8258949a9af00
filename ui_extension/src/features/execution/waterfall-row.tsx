import { clsx } from "clsx";
import { ChevronDown, ChevronRight } from "lucide-react";
import { StatusIcon } from "@/ui/status-icon";
import { piecesOf } from "./pieces";
import type { Row } from "./rows";
import { barOf, type Scale } from "./scale";

const SECOND_MS = 1_000;
export const ROW_PX = 32;
/** So much of the list is in view, at most. */
export const LIST_PX = 560;

const TONES: Record<string, string> = {
  completed: "bg-success",
  failed: "bg-danger",
  stalled: "bg-danger",
  running: "bg-status-running",
  retrying: "bg-status-running",
  waiting: "bg-status-waiting",
  compensating: "bg-status-undoing",
  compensated: "bg-status-undoing",
};

/** Waiting, told by more than its colour. */
const HATCHED =
  "bg-sunken bg-[repeating-linear-gradient(135deg,var(--status-waiting)_0_3px,transparent_3px_6px)]";

/** What rows say, in the reader's language. */
export interface Words {
  readonly undoing: string;
  tries(count: number): string;
  status(status: string): string;
  duration(ms: number): string;
}

type Props = {
  id: string;
  row: Row;
  words: Words;
  scale: Scale;
  topPx: number;
  heightPx: number;
  isChosen: boolean;
  onChoose: () => void;
  onToggle: () => void;
};

export function WaterfallRow(props: Props) {
  const { id, row, words, scale, topPx, heightPx, isChosen, onChoose, onToggle } = props;
  const Chevron = row.isOpen ? ChevronDown : ChevronRight;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list around it takes the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus, and names the active row
    <div
      id={id}
      role="treeitem"
      aria-selected={isChosen}
      aria-level={row.depth + 1}
      aria-expanded={row.inside > 0 ? row.isOpen : undefined}
      data-path={row.key}
      onClick={onChoose}
      className={clsx(
        "absolute inset-x-0 flex cursor-pointer items-center gap-2 px-3 text-sm",
        isChosen ? "bg-info-soft" : "hover:bg-hover/60",
      )}
      style={{ top: topPx, height: heightPx }}
    >
      <span className="flex w-2/5 min-w-36 items-center gap-1.5" style={{ paddingLeft: row.depth * 16 }}>
        {row.inside > 0 ? (
          // biome-ignore lint/a11y/noStaticElementInteractions: the tree's keys do the same; this is for the mouse
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          <span
            className="-ml-1 shrink-0 rounded p-0.5 hover:bg-hover"
            data-toggle={row.label}
            onClick={(event) => {
              event.stopPropagation();
              onToggle();
            }}
          >
            <Chevron size={14} aria-hidden />
          </span>
        ) : (
          <span className="w-3.5 shrink-0" />
        )}
        <StatusIcon status={row.status} label={words.status(row.status)} />
        <span className={clsx("truncate", row.iteration && "text-muted")} title={row.label}>
          {row.isUndoing ? words.undoing : row.label}
        </span>
        {row.inside > 0 && <span className="shrink-0 text-xs text-muted tabular-nums">{row.inside}</span>}
        {(row.step?.attempts.length ?? 0) > 1 && (
          <span className="shrink-0 text-xs text-muted">{words.tries(row.step?.attempts.length ?? 0)}</span>
        )}
      </span>
      <Track row={row} scale={scale} />
      <Length row={row} words={words} scale={scale} />
    </div>
  );
}

/** The bar: one piece for each attempt, hatched while it waits; without attempts, from begin to end. */
function Track({ row, scale }: { row: Row; scale: Scale }) {
  const tone = TONES[row.status] ?? "bg-status-pending";
  return (
    <span aria-hidden className="relative h-2.5 min-w-0 flex-1 rounded-sm bg-sunken">
      {piecesOf(row).map(({ kind, from, until }) => {
        const bar = barOf(scale, from, until);
        return (
          bar && (
            <span
              key={`${kind} ${from}`}
              data-piece={kind}
              className={clsx("absolute inset-y-0 rounded-sm", kind === "wait" ? HATCHED : tone)}
              style={{ left: `${bar.left * 100}%`, width: `${bar.width * 100}%` }}
            />
          )
        );
      })}
    </span>
  );
}

/** How long it took; of what is under way, how long so far, in whole seconds. */
function Length({ row, words, scale }: { row: Row; words: Words; scale: Scale }) {
  const ms = row.step?.duration_ms ?? lengthOf(row, scale.untilMs);
  return (
    <span className="w-14 text-right text-xs text-muted tabular-nums">
      {ms === null ? "" : words.duration(ms)}
    </span>
  );
}

function lengthOf({ startedAt, endedAt }: Row, nowMs: number): number | null {
  if (!startedAt) return null;
  const startedMs = new Date(startedAt).getTime();
  if (endedAt) return new Date(endedAt).getTime() - startedMs;
  return Math.max(0, Math.trunc((nowMs - startedMs) / SECOND_MS) * SECOND_MS);
}
