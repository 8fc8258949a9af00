import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Check } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { draftQuery, useSaveDraft } from "@/api/drafts";
import { executionsQuery, useStart } from "@/api/executions";
import { told } from "@/api/problem";
import type { Execution } from "@/api/words";
import { usePublish, workflowQuery } from "@/api/workflows";
import { begun } from "@/core/templates";
import { Button, buttonClass } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { Page, Panel, Skeleton } from "@/ui/page";
import { ProblemNotice } from "@/ui/problem-notice";
import { Status } from "@/ui/status";
import { chooseWorkflow, chosenWorkflow, done, STEPS, type StepName, startOver } from "./progress";

const NONE = "my-first-workflow";

/** Four steps, one after the other; what each one made can be looked at. */
export function WelcomePage() {
  const { t } = useTranslation("welcome");
  const [chosen, setChosen] = useState(chosenWorkflow);
  const name = chosen ?? NONE;
  const draft = useQuery({ ...draftQuery(name), enabled: chosen !== null });
  const published = useQuery({ ...workflowQuery(name), enabled: chosen !== null });
  const executions = useInfiniteQuery({
    ...executionsQuery({ workflow: name, mode: "live" }, 20),
    enabled: chosen !== null,
  });
  const asked = chosen === null ? [] : [draft, published, executions];
  const isKnown = asked.every((one) => one.data !== undefined);
  const failed = asked.find((one) => one.isLoadingError);
  const items = chosen ? (executions.data?.pages[0]?.items ?? []) : [];
  const finished = items.find((one) => one.status === "completed");
  const count = done({
    hasDraft: Boolean(chosen && draft.data),
    isPublished: Boolean(chosen && published.data),
    executions: items,
  });
  const content: Record<StepName, React.ReactNode> = {
    create: (
      <Create
        onCreated={(next) => {
          chooseWorkflow(next);
          setChosen(next);
        }}
      />
    ),
    publish: <Publish name={name} />,
    run: <Run name={name} last={items[0]} />,
    watch: items[0] && <Watch execution={items[0]} />,
  };
  const again = () => {
    startOver();
    setChosen(null);
  };
  return (
    <Page
      title={t("title")}
      about={t("about")}
      actions={
        chosen && (
          <Button look="quiet" onClick={again}>
            {t("again")}
          </Button>
        )
      }
    >
      {failed && <ProblemNotice {...told(failed.error)} />}
      {!isKnown && !failed && <Skeleton lines={8} />}
      {isKnown && (
        <ol className="flex max-w-2xl flex-col gap-3">
          {STEPS.map((step, at) => (
            <li key={step} aria-current={at === count ? "step" : undefined}>
              <Panel>
                <div className="flex gap-3 p-4">
                  <Mark number={at + 1} isDone={at < count} isCurrent={at === count} />
                  <div className="min-w-0 flex-1">
                    <h2 className="font-medium">{t(`step.${step}.title`)}</h2>
                    {at === count && <p className="mt-0.5 text-sm text-muted">{t(`step.${step}.text`)}</p>}
                    {at === count && <div className="mt-3">{content[step]}</div>}
                  </div>
                </div>
              </Panel>
            </li>
          ))}
        </ol>
      )}
      {isKnown && count === STEPS.length && finished && (
        <Panel>
          <div className="flex max-w-2xl flex-col gap-3 p-4">
            <h2 className="text-base font-semibold">{t("finished.title")}</h2>
            <p className="text-sm text-muted">{t("finished.text")}</p>
            <div className="flex flex-wrap gap-2">
              <Link to="/executions/$id" params={{ id: finished.id }} className={buttonClass("primary")}>
                {t("finished.look")}
              </Link>
              <Link to="/workflows/$name/design" params={{ name }} className={buttonClass()}>
                {t("finished.change")}
              </Link>
            </div>
          </div>
        </Panel>
      )}
    </Page>
  );
}

function Mark({ number, isDone, isCurrent }: { number: number; isDone: boolean; isCurrent: boolean }) {
  const { t } = useTranslation("welcome");
  const look = isDone
    ? "bg-success text-on-accent"
    : isCurrent
      ? "bg-accent text-on-accent"
      : "bg-sunken text-muted";
  return (
    <span
      className={`flex size-6 shrink-0 items-center justify-center rounded-full text-xs font-semibold ${look}`}
    >
      {isDone ? <Check size={14} role="img" aria-label={t("done")} /> : number}
    </span>
  );
}

function Create({ onCreated }: { onCreated: (name: string) => void }) {
  const { t } = useTranslation("welcome");
  const save = useSaveDraft();
  const create = async () => {
    // Walking the path twice makes a second workflow, and never overwrites the first.
    const name = `${NONE}-${Date.now().toString(36)}`;
    await save.mutateAsync({ name, document: begun("greet", name, t("firstTitle")) });
    onCreated(name);
  };
  return (
    <div className="flex flex-col gap-3">
      <Button
        look="primary"
        className="self-start"
        isBusy={save.isPending}
        onClick={() => void create().catch(() => {})}
      >
        {t("step.create.do")}
      </Button>
      {save.error && <ProblemNotice {...told(save.error)} />}
    </div>
  );
}

function Publish({ name }: { name: string }) {
  const { t } = useTranslation("welcome");
  const publish = usePublish(name);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          isBusy={publish.isPending}
          onClick={() => publish.mutate({ atLeast: "patch", note: t("firstNote") })}
        >
          {t("step.publish.do")}
        </Button>
        <Link to="/workflows/$name/design" params={{ name }} className={buttonClass()}>
          {t("step.publish.look")}
        </Link>
      </div>
      {publish.error && <ProblemNotice {...told(publish.error)} />}
    </div>
  );
}

/** `last` has ended, and not well. */
function Run({ name, last }: { name: string; last: Execution | undefined }) {
  const { t } = useTranslation("welcome");
  const [who, setWho] = useState("");
  const start = useStart(name);
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate({ input: { name: who || "World" } });
      }}
    >
      {last && (
        <Notice tone="warning" title={t("step.run.failed")} actions={<Watch execution={last} />}>
          {t("step.run.failedHint")}
        </Notice>
      )}
      <Field label={t("step.run.name")}>
        {(wiring) => (
          <Input
            {...wiring}
            value={who}
            className="max-w-xs"
            onChange={(event) => setWho(event.target.value)}
          />
        )}
      </Field>
      <Button look="primary" type="submit" className="self-start" isBusy={start.isPending}>
        {t("step.run.do")}
      </Button>
      {start.error && <ProblemNotice {...told(start.error)} />}
    </form>
  );
}

function Watch({ execution: { id, status } }: { execution: Execution }) {
  const { t } = useTranslation("welcome");
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Status status={status} />
      <Link to="/executions/$id" params={{ id }} className={buttonClass()}>
        {t("step.watch.do")}
      </Link>
    </div>
  );
}
