import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, startTransition, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ExecutionDetail, Timeline } from "@/api/words";
import { EmptyState } from "@/ui/empty-state";
import { useNow } from "@/ui/use-now";
import { moved } from "./moves";
import { useRowWords } from "./row-words";
import { type Row, rowsOf } from "./rows";
import { scaleOf } from "./scale";
import { toggled } from "./toggled";
import { useNames } from "./use-names";
import { LIST_PX, ROW_PX, WaterfallRow } from "./waterfall-row";

const PAGE_ROWS = Math.floor(LIST_PX / ROW_PX);
/** Rows beyond those in view, so that none is missing while somebody scrolls. The page is there sooner without them. */
const BEYOND = 12;

type Props = {
  execution: ExecutionDetail;
  timeline: Timeline;
  chosen: string | undefined;
  onChoose: (step: string | undefined) => void;
  /** Chosen to be looked at, and not on the way to another. */
  onLook: (step: string) => void;
};

/** Steps in the order in which they began, each with a bar of when; only what is in view is drawn. */
export function Waterfall({ execution, timeline, chosen, onChoose, onLook }: Props) {
  const { t } = useTranslation("execution");
  const words = useRowWords();
  const [beyond, setBeyond] = useState(0);
  useEffect(() => startTransition(() => setBeyond(BEYOND)), []);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const frame = useRef<HTMLDivElement>(null);
  const nowMs = useNow(timeline.finished_at === null);
  const names = useNames(execution);
  const rows = useMemo(() => rowsOf(timeline, closed, names), [timeline, closed, names]);
  const scale = scaleOf(timeline.started_at ?? timeline.created_at, timeline.finished_at, nowMs);
  const drawn = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    overscan: beyond,
    initialRect: { width: 0, height: LIST_PX },
  });
  const at = rows.findIndex((row) => row.key === chosen);
  // The chosen one comes back by the address, after a while: the next key goes on from where the last one led.
  const latest = useRef(chosen);
  useEffect(() => {
    latest.current = chosen;
  }, [chosen]);
  const choose = (step: string | undefined) => {
    latest.current = step;
    onChoose(step);
  };
  useEffect(() => {
    if (at >= 0) drawn.scrollToIndex(at, { align: "auto" });
  }, [at, drawn]);
  const here = () => rows.findIndex((row) => row.key === latest.current);
  const toggle = (row: Row) => {
    const next = toggled(closed, row.key);
    setClosed(next);
    // What is folded away cannot stay the chosen one: no key would lead on from it.
    if (here() >= 0 && !rowsOf(timeline, next).some(({ key }) => key === latest.current)) choose(row.key);
  };
  const move = (event: KeyboardEvent) => {
    if (event.key === "Escape") return choose(undefined);
    const to = moved(rows, here(), event.key, PAGE_ROWS);
    if (!to) return;
    event.preventDefault();
    if ("toggle" in to) toggle(to.toggle);
    else choose(to.to.key);
  };
  if (rows.length === 0) return <EmptyState title={t("noSteps")}>{t("noStepsHint")}</EmptyState>;
  return (
    <div
      ref={frame}
      role="tree"
      aria-label={t("tab.steps")}
      tabIndex={0}
      onKeyDown={move}
      className="overflow-y-auto py-1"
      style={{ maxHeight: LIST_PX }}
      {...(at >= 0 ? { "aria-activedescendant": `row-${at}` } : {})}
    >
      <div className="relative" style={{ height: drawn.getTotalSize() }}>
        {drawn.getVirtualItems().map((item) => {
          const row = rows[item.index] as Row;
          return (
            <WaterfallRow
              key={row.key}
              id={`row-${item.index}`}
              row={row}
              words={words}
              scale={scale}
              topPx={item.start}
              heightPx={ROW_PX}
              isChosen={row.key === chosen}
              onChoose={() => onLook(row.key)}
              onToggle={() => toggle(row)}
            />
          );
        })}
      </div>
    </div>
  );
}
