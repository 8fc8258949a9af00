import { useInfiniteQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { eventsQuery } from "@/api/execution";
import { told } from "@/api/problem";
import type { HistoryEvent } from "@/api/words";
import { Panel, Skeleton } from "@/ui/page";
import { ProblemNotice } from "@/ui/problem-notice";
import { EventLine } from "./event-line";
import { toggled } from "./toggled";

const ROW_PX = 28;
const MOST_PX = 560;

type Props = { id: string; onStep: (step: string) => void };

/** The history, event by event; only what is in view is drawn, and more is fetched as one comes near the end. */
export function EventsTab({ id, onStep }: Props) {
  const { t } = useTranslation("execution");
  // By number, and not in the lines: those come and go as one scrolls.
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const frame = useRef<HTMLElement>(null);
  const events = useInfiniteQuery(eventsQuery(id));
  const items = useMemo(() => events.data?.pages.flatMap((page) => page.items) ?? [], [events.data]);
  const drawn = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    overscan: 20,
    initialRect: { width: 0, height: MOST_PX },
  });
  const onToggle = useCallback(
    (seq: number, index: number) => {
      drawn.resizeItem(index, ROW_PX);
      setOpen((before) => toggled(before, seq));
    },
    [drawn],
  );
  const shown = drawn.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = events;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= items.length - 50) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, last, items.length, fetchNextPage]);
  if (events.error) return <ProblemNotice {...told(events.error)} />;
  if (!events.data) return <Skeleton lines={8} />;
  return (
    <Panel>
      <section
        ref={frame}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={t("tab.events")}
        className="overflow-y-auto"
        style={{ maxHeight: MOST_PX }}
      >
        <ol className="relative" style={{ height: drawn.getTotalSize() }}>
          {shown.map((item) => {
            const event = items[item.index] as HistoryEvent;
            const isOpen = open.has(event.seq);
            return (
              <li
                key={item.key}
                // All others are as high as they say: to measure them would hold up whoever scrolls.
                ref={isOpen ? drawn.measureElement : undefined}
                data-index={item.index}
                className="absolute inset-x-0 px-3"
                style={{ top: item.start }}
              >
                <EventLine
                  execution={id}
                  event={event}
                  index={item.index}
                  isOpen={isOpen}
                  onToggle={onToggle}
                  onStep={onStep}
                />
              </li>
            );
          })}
        </ol>
      </section>
    </Panel>
  );
}
