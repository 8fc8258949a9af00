import { useTranslation } from "react-i18next";
import type { ExecutionDetail, Step } from "@/api/words";
import { expressionsIn, valueAt } from "@/core/document/expressions";
import { indexOf } from "@/core/document/scopes";
import type { Json } from "@/core/json/json";
import { writeJson } from "@/core/json/write";
import { useDocument } from "./use-document";

const MOST_CHARACTERS = 300;

/** What was written in the step's settings, and what became of it. */
export function Evaluated({ execution, step }: { execution: ExecutionDetail; step: Step }) {
  const { t } = useTranslation("execution");
  const { document } = useDocument(execution);
  const node = document && indexOf(document).nodes.get(step.node)?.node;
  const written = node ? expressionsIn((node.with ?? null) as Json) : [];
  if (written.length === 0 || step.input === null) return null;
  return (
    <section>
      <h3 className="mb-1 text-xs font-medium text-muted">{t("evaluated")}</h3>
      <dl className="divide-y divide-line rounded-md border border-line text-xs">
        {written.map(({ pointer, text }) => (
          <div key={pointer} className="px-2 py-1.5">
            <dt className="text-muted">{pointer.slice(1).replaceAll("/", " › ")}</dt>
            <dd className="font-mono break-words">
              <bdi className="text-muted">{text}</bdi>
              <span aria-hidden> → </span>
              <bdi>{said(valueAt(step.input as Json, pointer))}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function said(value: Json | undefined): string {
  const text = value === undefined ? "–" : writeJson(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
