import { useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { eventsQuery } from "@/api/execution";
import { told } from "@/api/problem";
import type { HistoryEvent } from "@/api/words";
import { Panel, Skeleton } from "@/ui/page";
import { ProblemNotice } from "@/ui/problem-notice";
import { useFormat } from "@/ui/use-format";
import { EventLine } from "./event-line";
import { useReadOn } from "./reading-on";
import { toggled } from "./toggled";
import { useLines } from "./use-lines";

const LINE_PX = 28;
const MOST_PX = 560;
const NONE: readonly HistoryEvent[] = [];

type Props = { id: string; onStep: (step: string) => void };

/** The history, event by event; only what is in view is drawn, and more is fetched as one comes near the end. */
export function EventsTab({ id, onStep }: Props) {
  const { t } = useTranslation("execution");
  const format = useFormat();
  // By number, and not in the lines: those come and go as one scrolls.
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const events = useQuery(eventsQuery(id));
  const items = events.data?.items ?? NONE;
  const { frame, drawn, lines } = useLines<HTMLElement>({
    count: items.length,
    linePx: LINE_PX,
    mostPx: MOST_PX,
    readOn: useReadOn(events),
  });
  const onToggle = useCallback(
    (seq: number, index: number) => {
      drawn.resizeItem(index, LINE_PX);
      setOpen((before) => toggled(before, seq));
    },
    [drawn],
  );
  if (!events.data) return events.error ? <ProblemNotice {...told(events.error)} /> : <Skeleton lines={8} />;
  return (
    <>
      {events.error && <ProblemNotice {...told(events.error)} />}
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
            {lines.map(({ key, index, start }) => {
              const event = items[index] as HistoryEvent;
              return (
                <EventLine
                  key={key}
                  execution={id}
                  event={event}
                  index={index}
                  topPx={start}
                  format={format}
                  isOpen={open.has(event.seq)}
                  measure={drawn.measureElement}
                  onToggle={onToggle}
                  onStep={onStep}
                />
              );
            })}
          </ol>
        </section>
      </Panel>
    </>
  );
}
