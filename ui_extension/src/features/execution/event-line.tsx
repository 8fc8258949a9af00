import { useQuery } from "@tanstack/react-query";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { eventQuery } from "@/api/execution";
import { told } from "@/api/problem";
import type { HistoryEvent } from "@/api/words";
import { Skeleton } from "@/ui/page";
import { ProblemNotice } from "@/ui/problem-notice";
import type { useFormat } from "@/ui/use-format";
import { Value } from "./value";

type Props = {
  execution: string;
  event: HistoryEvent;
  /** Where it stands in the list. */
  index: number;
  topPx: number;
  /** Once for all lines: each that asked for itself would listen for another language. */
  format: ReturnType<typeof useFormat>;
  isOpen: boolean;
  /** Told of a line that is open: all others are as high as they say. */
  measure: (line: HTMLElement | null) => void;
  onToggle: (seq: number, index: number) => void;
  onStep: (step: string) => void;
};

/** Drawn by borders: a picture of its own for each line would be three elements more. */
const CHEVRON =
  "before:size-1.5 before:shrink-0 before:-rotate-45 before:border-r before:border-b before:border-current before:content-[''] aria-expanded:before:rotate-45";

/** One event: when, what kind, of which step; opened, with all that it says. Few elements, and not drawn anew while one scrolls. */
export const EventLine = memo(function EventLine(props: Props) {
  const { execution, event, index, topPx, format, isOpen, measure, onToggle, onStep } = props;
  const step = typeof event.data["step"] === "string" ? event.data["step"] : null;
  const data = `event-${event.seq}`;
  return (
    <li
      ref={isOpen ? measure : undefined}
      data-index={index}
      className="absolute inset-x-0 flex flex-wrap items-center gap-x-3 px-3 font-mono text-xs"
      style={{ top: topPx }}
    >
      <span className="w-10 shrink-0 text-right text-muted tabular-nums">{event.seq}</span>
      <time dateTime={event.at} title={format.moment(event.at)} className="hidden text-muted sm:inline">
        {format.clock(event.at)}
      </time>
      <button
        type="button"
        aria-expanded={isOpen}
        {...(isOpen && { "aria-controls": data })}
        className={`flex h-7 w-44 shrink-0 items-center gap-2 truncate hover:underline ${CHEVRON}`}
        onClick={() => onToggle(event.seq, index)}
      >
        {event.kind}
      </button>
      {step && (
        <button
          type="button"
          className="min-w-0 flex-1 truncate text-left text-accent hover:underline"
          onClick={() => onStep(step)}
        >
          {step}
        </button>
      )}
      {isOpen && (
        <div id={data} className="min-w-0 basis-full pb-2 sm:pl-13">
          <Data execution={execution} seq={event.seq} />
        </div>
      )}
    </li>
  );
});

function Data({ execution, seq }: { execution: string; seq: number }) {
  const { t } = useTranslation("execution");
  const { data, error } = useQuery(eventQuery(execution, seq));
  if (error) return <ProblemNotice {...told(error)} />;
  return data ? <Value label={t("eventData", { seq })} value={data} /> : <Skeleton lines={2} />;
}
