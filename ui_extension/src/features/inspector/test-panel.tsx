import { useQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { lastTimelineQuery, useTestRun } from "@/api/last-run";
import { told } from "@/api/problem";
import type { WorkflowDocument } from "@/core/document/schema.gen";
import { groundOf, hasGiven, pinsFor, testable } from "@/core/expressions/pins";
import type { Past } from "@/core/expressions/sample";
import type { Json } from "@/core/json/json";
import { Button } from "@/ui/button";
import { ProblemNotice } from "@/ui/problem-notice";
import { example } from "@/ui/schema-form/model";
import { usePinned } from "./pinned";
import { Sample } from "./sample";
import { TestRun } from "./test-run";
import { useTestOf } from "./tests-begun";
import { useIsAnyUnapplied } from "./unapplied";

type Props = { document: WorkflowDocument; ids: readonly string[]; isSaved: boolean };

/** Runs only these nodes, on data of the last run or on data that one writes, and shows what came of it. */
export function TestPanel({ document, ids, isSaved }: Props) {
  const { t } = useTranslation("inspector");
  const chosen = [...new Set(ids.map((id) => testable(document, id)))];
  const last = useQuery(lastTimelineQuery(document.name));
  const past = (last.data ?? null) as Past | null;
  const pinned = usePinned(document.name);
  const run = useTestRun(document.name);
  const test = useTestOf(document.name, chosen);
  const input =
    pinned.input ?? (past?.input as Json | undefined) ?? (example((document.input ?? {}) as never) as Json);
  const pins = pinsFor(document, chosen, past, pinned.pins);
  const wish = { input: document.input ? input : (pinned.input ?? {}), selection: chosen, pinned: pins };
  const ground = groundOf(document, chosen);
  const nameOf = (what: string) => `${document.name}/${what}`;
  const isUnreadable = useIsAnyUnapplied([
    ...(document.input ? [nameOf("input")] : []),
    ...ground.map((id) => nameOf(`pinned/${id}`)),
  ]);
  const outer = chosen.filter((id) => !ids.includes(id));
  return (
    <div className="flex flex-col gap-3">
      <p className="text-xs text-muted">{t("test.about")}</p>
      {outer.length > 0 && (
        <p className="text-xs text-warning">{t("test.outer", { ids: outer.join(", ") })}</p>
      )}
      {document.input && (
        <Sample
          name={nameOf("input")}
          label={t("test.input")}
          origin={t(
            pinned.input !== undefined ? "test.pinned" : past === null ? "test.example" : "test.last",
          )}
          value={input}
          isPinned={pinned.input !== undefined}
          onChange={pinned.setInput}
          onForget={() => pinned.setInput(undefined)}
        />
      )}
      {ground.map((id) => {
        const isPinned = pinned.pins.has(id);
        return (
          <Sample
            key={id}
            name={nameOf(`pinned/${id}`)}
            label={t("test.step", { id })}
            origin={t(isPinned ? "test.pinned" : hasGiven(past, id) ? "test.last" : "test.nothing")}
            value={pins[id]?.output ?? null}
            isPinned={isPinned}
            onChange={(output) => pinned.pin(id, { port: pins[id]?.port ?? "out", output })}
            onForget={() => pinned.unpin(id)}
          />
        );
      })}
      <Begin
        count={chosen.length}
        isBusy={run.isPending}
        isReady={isSaved}
        isUnreadable={isUnreadable}
        onClick={() => run.mutate(wish, { onSuccess: ({ id }) => test.remember(id) })}
      />
      {run.error && <ProblemNotice {...told(run.error)} />}
      {test.execution !== undefined && (
        <TestRun key={test.execution} workflow={document.name} id={test.execution} chosen={chosen} />
      )}
    </div>
  );
}

type BeginProps = {
  count: number;
  isBusy: boolean;
  isReady: boolean;
  /** Some of the data is written in a way that nobody understands: it would be tested without. */
  isUnreadable: boolean;
  onClick: () => void;
};

function Begin({ count, isBusy, isReady, isUnreadable, onClick }: BeginProps) {
  const { t } = useTranslation("inspector");
  const about = useId();
  return (
    <>
      {isUnreadable && (
        <p id={about} role="status" className="text-xs text-danger">
          {t("test.unreadable")}
        </p>
      )}
      <Button
        look="primary"
        icon={<Play size={14} aria-hidden />}
        isBusy={isBusy}
        disabled={!isReady || isUnreadable}
        aria-describedby={isUnreadable ? about : undefined}
        onClick={onClick}
      >
        {t("test.run", { count })}
      </Button>
    </>
  );
}
