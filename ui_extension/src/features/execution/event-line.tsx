import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronRight } from "lucide-react";
import { memo, useId } from "react";
import { useTranslation } from "react-i18next";
import { eventQuery } from "@/api/execution";
import { told } from "@/api/problem";
import type { HistoryEvent } from "@/api/words";
import { Skeleton } from "@/ui/page";
import { ProblemNotice } from "@/ui/problem-notice";
import { useFormat } from "@/ui/use-format";
import { Value } from "./value";

type Props = {
  execution: string;
  event: HistoryEvent;
  /** Where it stands in the list. */
  index: number;
  isOpen: boolean;
  onToggle: (seq: number, index: number) => void;
  onStep: (step: string) => void;
};

/** One event: when, what kind, of which step; opened, with all that it says. Not drawn anew while one scrolls. */
export const EventLine = memo(function EventLine({
  execution,
  event,
  index,
  isOpen,
  onToggle,
  onStep,
}: Props) {
  const format = useFormat();
  const data = useId();
  const step = typeof event.data["step"] === "string" ? event.data["step"] : null;
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <>
      <div className="flex h-7 items-center gap-3 font-mono text-xs">
        <span className="w-10 shrink-0 text-right text-muted tabular-nums">{event.seq}</span>
        <time dateTime={event.at} title={format.moment(event.at)} className="hidden text-muted sm:inline">
          {format.clock(event.at)}
        </time>
        <button
          type="button"
          aria-expanded={isOpen}
          {...(isOpen && { "aria-controls": data })}
          className="flex h-full w-44 shrink-0 items-center gap-1 hover:underline"
          onClick={() => onToggle(event.seq, index)}
        >
          <Chevron size={12} aria-hidden className="shrink-0" />
          <span className="truncate">{event.kind}</span>
        </button>
        {step && (
          <button type="button" className="truncate text-accent hover:underline" onClick={() => onStep(step)}>
            {step}
          </button>
        )}
      </div>
      {isOpen && (
        <div id={data} className="pb-2 sm:ml-13">
          <Data execution={execution} seq={event.seq} />
        </div>
      )}
    </>
  );
});

function Data({ execution, seq }: { execution: string; seq: number }) {
  const { t } = useTranslation("execution");
  const { data, error } = useQuery(eventQuery(execution, seq));
  if (error) return <ProblemNotice {...told(error)} />;
  return data ? <Value label={t("eventData", { seq })} value={data} /> : <Skeleton lines={2} />;
}
