import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { messageOf } from "@/api/codes";
import { Notice } from "@/ui/notice";
import { Status } from "@/ui/status";
import type { Iteration } from "./recorded";
import { useIterationName } from "./use-iteration-name";
import { Value } from "./value";

type Props = {
  iteration: Iteration;
  /** What let it begin. */
  children: ReactNode;
};

/** One time through a body: with what, and what came of it. */
export function IterationPart({ iteration, children }: Props) {
  const { t } = useTranslation("execution");
  const nameOf = useIterationName();
  const { status, item, state, output, error, ended_at: ended } = iteration;
  return (
    <>
      <h3 className="flex flex-wrap items-center gap-x-3 text-sm font-medium">
        {nameOf(iteration)} <Status status={status} />
      </h3>
      {error &&
        (status === "failed" ? (
          <Notice title={messageOf(error)} code={error.code} />
        ) : (
          <Notice tone="info" title={t("caught", { message: messageOf(error) })} code={error.code} />
        ))}
      {children}
      {iteration.name === null && state === null && <Value label={t("item")} value={item} />}
      {state !== null && <Value label={t("state")} value={state} />}
      {ended && status === "completed" && <Value label={t("output")} value={output} />}
    </>
  );
}
