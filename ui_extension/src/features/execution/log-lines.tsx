import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { told } from "@/api/problem";
import { useLogs } from "@/api/use-logs";
import type { ExecutionDetail, LogLine } from "@/api/words";
import { ProblemNotice } from "@/ui/problem-notice";
import { useFormat } from "@/ui/use-format";
import { LogText } from "./log-text";
import { useReadOn } from "./reading-on";
import { toggled } from "./toggled";
import { useLines } from "./use-lines";

const LINE_PX = 20;
const NONE: readonly LogLine[] = [];

type Props = {
  execution: ExecutionDetail;
  /** Of this step alone. */
  step?: string;
  mostPx: number;
  onStep?: (step: string) => void;
};

/** What was logged, oldest first, of one step or of all; whoever is at the end stays there as lines come. */
export function LogLines({ execution, step, mostPx, onStep }: Props) {
  const { t } = useTranslation("execution");
  const format = useFormat();
  const logs = useLogs(execution.id, execution, step);
  // Not in the lines: those come and go as one scrolls.
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const items = logs.data?.items ?? NONE;
  const count = items.length;
  const { frame, drawn, lines } = useLines<HTMLElement>({
    count,
    linePx: LINE_PX,
    mostPx,
    readOn: useReadOn(logs),
  });
  const isAtEnd = useRef(false);
  useEffect(() => {
    if (isAtEnd.current && count > 0) drawn.scrollToIndex(count - 1, { align: "end" });
  }, [count, drawn]);
  if (!logs.data) return logs.error && <ProblemNotice {...told(logs.error)} />;
  return (
    <>
      {logs.error && <ProblemNotice {...told(logs.error)} />}
      {count === 0 && <p className="text-sm text-muted">{t("noLogs")}</p>}
      <section
        ref={frame}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        hidden={count === 0}
        aria-label={t("tab.logs")}
        className="overflow-y-auto"
        style={{ maxHeight: mostPx }}
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          isAtEnd.current = scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - LINE_PX;
        }}
      >
        <ol className="relative font-mono text-xs" style={{ height: drawn.getTotalSize() }}>
          {lines.map(({ key, index, start }) => {
            const line = items[index] as LogLine;
            return (
              <li
                key={key}
                ref={drawn.measureElement}
                data-index={index}
                className="absolute inset-x-0 flex flex-wrap items-start gap-x-2 py-0.5 sm:flex-nowrap"
                style={{ top: start }}
              >
                <time dateTime={line.at} title={format.moment(line.at)} className="text-muted">
                  {format.clock(line.at)}
                </time>
                {onStep && (
                  <button
                    type="button"
                    title={line.step}
                    className="max-w-[60%] min-w-0 truncate text-left text-accent hover:underline sm:w-28 sm:shrink-0"
                    onClick={() => onStep(line.step)}
                  >
                    {line.step}
                  </button>
                )}
                <LogText
                  line={line}
                  isOpen={open.has(line.id)}
                  onToggle={() => setOpen(toggled(open, line.id))}
                />
              </li>
            );
          })}
        </ol>
      </section>
    </>
  );
}
