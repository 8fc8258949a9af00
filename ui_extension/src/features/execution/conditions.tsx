import { useTranslation } from "react-i18next";
import type { ExecutionDetail, Step } from "@/api/words";
import { indexOf } from "@/core/document/scopes";
import { type Condition, conditionsOf } from "@/core/executions/conditions";
import { operandsIn } from "@/core/expressions/operands";
import type { Json } from "@/core/json/json";
import { valueAlong } from "@/core/json/path";
import { type Iteration, type Run, recordedAt } from "./recorded";
import { said } from "./said";
import { useDocument } from "./use-document";

type Props = {
  execution: ExecutionDetail;
  steps: ReadonlyMap<string, Step>;
  step: Step;
  /** Of a loop: only this time. */
  iteration?: Iteration | undefined;
};

/** What a decision or a loop was asked, with what it looked at, and how it came out. */
export function Conditions({ execution, steps, step, iteration }: Props) {
  const { t } = useTranslation("execution");
  const { document } = useDocument(execution);
  const node = document && indexOf(document).nodes.get(step.node)?.node;
  const asked = node ? conditionsOf(node, step) : [];
  if (!document || asked.length === 0) return null;
  const run = { execution, document, steps };
  return (
    <section>
      <h3 className="mb-1 text-xs font-medium text-muted">{t("conditions")}</h3>
      <dl className="divide-y divide-line rounded-md border border-line text-xs">
        {asked.map((condition, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two cases may read the same, and their order stays
          <div key={at} className="px-2 py-1.5">
            <dt className="flex flex-wrap gap-x-2 text-muted">
              {condition.port !== null && <bdi>{condition.port}</bdi>}
              <Came condition={iteration ? { ...condition, cameOut: "yes", times: 1 } : condition} />
            </dt>
            <dd className="font-mono break-words">
              <bdi>{condition.text}</bdi>
              {condition.cameOut !== "unasked" && (
                <Operands text={condition.text} step={step} iteration={iteration} run={run} />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Came({ condition: { cameOut, times } }: { condition: Condition }) {
  const { t } = useTranslation("execution");
  if (cameOut === null) return null;
  if (times === undefined || times === 0 || (times === 1 && cameOut === "yes"))
    return <strong className="font-medium text-text">{t(`came.${cameOut}`)}</strong>;
  return (
    <strong className="font-medium text-text">
      {t("came.times", { count: times })}
      {cameOut === "no" && t("came.atLast")}
    </strong>
  );
}

type Looked = { text: string; step: Step; iteration: Iteration | undefined; run: Run };

/** What the condition looked at. Of a loop that is the state it was left with, or that of one iteration. */
function Operands({ text, step, iteration, run }: Looked) {
  const state = iteration ? iteration.state : lastStateOf(step);
  const loop = { state, index: iteration?.index ?? step.iterations.length } as Json;
  const looked = operandsIn(text).flatMap((parts) => {
    const value = parts[0] === "loop" ? valueAlong(loop, parts.slice(1)) : recordedAt(parts, step.path, run);
    return value === undefined ? [] : [[parts.join("."), value] as const];
  });
  return looked.map(([name, value]) => (
    <bdi key={name} className="block text-muted">
      {name} = {said(value)}
    </bdi>
  ));
}

/** Of a loop that goes on, the state in which its condition held the last time. */
function lastStateOf({ status, input, output, iterations }: Step): unknown {
  if (status === "completed") return output;
  return iterations.at(-1)?.state ?? (input as { state?: unknown } | null)?.state;
}
