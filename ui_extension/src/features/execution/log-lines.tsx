import { useInfiniteQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { useTranslation } from "react-i18next";
import { logsQuery } from "@/api/execution";
import { told } from "@/api/problem";
import { Button } from "@/ui/button";
import { ProblemNotice } from "@/ui/problem-notice";
import { useFormat } from "@/ui/use-format";

const TONES: Record<string, string> = { warning: "text-warning", error: "text-danger", debug: "text-muted" };

/** What was logged, oldest first; of one step or of all. */
export function LogLines({ id, step }: { id: string; step?: string }) {
  const { t } = useTranslation("execution");
  const format = useFormat();
  const logs = useInfiniteQuery(logsQuery(id, step));
  if (logs.error) return <ProblemNotice {...told(logs.error)} />;
  const lines = logs.data?.pages.flatMap((page) => page.items) ?? [];
  if (logs.data && lines.length === 0) return <p className="text-sm text-muted">{t("noLogs")}</p>;
  return (
    <>
      <ul className="flex flex-col font-mono text-xs">
        {lines.map((line) => (
          <li key={line.id} className="flex gap-2 py-0.5">
            <time dateTime={line.at} title={format.moment(line.at)} className="text-muted">
              {format.clock(line.at)}
            </time>
            {!step && <span className="w-28 shrink-0 truncate text-muted">{line.step}</span>}
            <span className={clsx("min-w-0 break-words whitespace-pre-wrap", TONES[line.level])}>
              <bdi>{line.message}</bdi>
              {Object.keys(line.fields).length > 0 && <bdi> {JSON.stringify(line.fields)}</bdi>}
            </span>
          </li>
        ))}
      </ul>
      {logs.hasNextPage && (
        <Button className="mt-2" isBusy={logs.isFetchingNextPage} onClick={() => void logs.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
    </>
  );
}
