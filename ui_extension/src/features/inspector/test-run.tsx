import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Ban } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { timelineQuery, useCancel } from "@/api/execution";
import { executionQuery } from "@/api/executions";
import { lastTimelineQuery } from "@/api/last-run";
import { told } from "@/api/problem";
import { useFollow } from "@/api/use-follow";
import { useLogs } from "@/api/use-logs";
import { isOver } from "@/core/status";
import { Button } from "@/ui/button";
import { ProblemNotice } from "@/ui/problem-notice";
import { Status } from "@/ui/status";
import { useFormat } from "@/ui/use-format";
import { useNow } from "@/ui/use-now";
import { Outcome } from "./outcome";

const LAST_LINES = 8;

type Props = { workflow: string; id: string; chosen: readonly string[] };

/** A test as it goes on: how it stands, what each step has come to, what they log; and a way to end it. */
export function TestRun({ workflow, id, chosen }: Props) {
  const { t } = useTranslation("inspector");
  const format = useFormat();
  const cache = useQueryClient();
  const detail = useQuery(executionQuery(id));
  const timeline = useQuery(timelineQuery(id));
  const logs = useLogs(id, detail.data);
  const cancel = useCancel(id);
  const isEnded = detail.data !== undefined && isOver(detail.data.status);
  useFollow(id, detail.data, timeline.data);
  const now = useNow(!isEnded);
  const wasUnderWay = useRef(false);
  useEffect(() => {
    // What it gave is what expressions are tried with from now on.
    if (isEnded && wasUnderWay.current) void cache.invalidateQueries(lastTimelineQuery(workflow));
    wasUnderWay.current = !isEnded;
  }, [cache, workflow, isEnded]);
  if (detail.error) return <ProblemNotice {...told(detail.error)} />;
  if (detail.data === undefined) return null;
  const { status, created_at: begun, finished_at: ended } = detail.data;
  const ms = (ended === null ? now : new Date(ended).getTime()) - new Date(begun).getTime();
  const lines = logs.data?.items.slice(-LAST_LINES) ?? [];
  return (
    <div className="flex flex-col gap-2">
      <div className="flex min-h-8 items-center gap-2 text-xs text-muted">
        <Status status={status} />
        <span className="tabular-nums">{format.duration(Math.max(0, ms))}</span>
        <Link className="text-accent underline" to="/executions/$id" params={{ id }}>
          {t("test.open")}
        </Link>
        {!isEnded && (
          <Button
            className="ml-auto !h-7 !px-2 !text-xs"
            icon={<Ban size={13} aria-hidden />}
            isBusy={cancel.isPending || status === "cancelling"}
            onClick={() => cancel.mutate({ compensate: true, force: false })}
          >
            {t("test.cancel")}
          </Button>
        )}
      </div>
      {cancel.error && <ProblemNotice {...told(cancel.error)} />}
      {chosen.map((node) => (
        <Outcome
          key={node}
          id={node}
          step={timeline.data?.steps.find((step) => step.node === node)}
          status={status}
        />
      ))}
      {lines.length > 0 && (
        <section aria-label={t("test.logs")}>
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard
            tabIndex={0}
            className="max-h-40 overflow-auto rounded bg-sunken p-1.5 font-mono text-xs"
          >
            {lines.map((line) => `${line.message}\n`).join("")}
          </pre>
        </section>
      )}
    </div>
  );
}
