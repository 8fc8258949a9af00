import { useInfiniteQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { eventsQuery } from "@/api/execution";
import { told } from "@/api/problem";
import type { HistoryEvent } from "@/api/words";
import { Panel, Skeleton } from "@/ui/page";
import { ProblemNotice } from "@/ui/problem-notice";
import { useFormat } from "@/ui/use-format";

const ROW_PX = 28;
const MOST_PX = 560;

type Props = { id: string; onStep: (step: string) => void };

/** The history, event by event; only what is in view is drawn, and more is fetched as one comes near the end. */
export function EventsTab({ id, onStep }: Props) {
  const { t } = useTranslation("execution");
  const frame = useRef<HTMLElement>(null);
  const events = useInfiniteQuery(eventsQuery(id));
  const items = events.data?.pages.flatMap((page) => page.items) ?? [];
  const drawn = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    overscan: 20,
  });
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
          {shown.map((item) => (
            <li
              key={item.key}
              className="absolute inset-x-0 px-3"
              style={{ top: item.start, height: ROW_PX }}
            >
              <EventLine event={items[item.index] as HistoryEvent} onStep={onStep} />
            </li>
          ))}
        </ol>
      </section>
    </Panel>
  );
}

function EventLine({ event, onStep }: { event: HistoryEvent; onStep: (step: string) => void }) {
  const format = useFormat();
  const step = typeof event.data["step"] === "string" ? event.data["step"] : null;
  return (
    <span className="flex h-full items-center gap-3 font-mono text-xs">
      <span className="w-10 shrink-0 text-right text-muted tabular-nums">{event.seq}</span>
      <time dateTime={event.at} title={format.moment(event.at)} className="hidden text-muted sm:inline">
        {event.at.slice(11, 23)}
      </time>
      <span className="w-44 shrink-0 truncate">{event.kind}</span>
      {step && (
        <button type="button" className="truncate text-accent hover:underline" onClick={() => onStep(step)}>
          {step}
        </button>
      )}
    </span>
  );
}
