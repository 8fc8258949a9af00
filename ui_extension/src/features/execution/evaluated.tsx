import { useTranslation } from "react-i18next";
import type { ExecutionDetail, Step } from "@/api/words";
import { expressionsIn, valueAt, type Written } from "@/core/document/expressions";
import { indexOf } from "@/core/document/scopes";
import { isExpression } from "@/core/expressions/template";
import { isList, type Json } from "@/core/json/json";
import { said } from "./said";
import { useDocument } from "./use-document";

/** What was written in the step's settings, and what became of it. */
export function Evaluated({ execution, step }: { execution: ExecutionDetail; step: Step }) {
  const { t } = useTranslation("execution");
  const { document } = useDocument(execution);
  const node = document && indexOf(document).nodes.get(step.node)?.node;
  const settings = (node?.with ?? null) as Json;
  const written = [...itemsOf(settings, step), ...expressionsIn(settings)];
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

/** The list of a loop, which is an expression without its marks. */
function itemsOf(settings: Json, { input }: Step): readonly Written[] {
  const [text, list] = [settings, input as Json].map((value) => valueAt(value, "/items"));
  if (typeof text !== "string" || !isList(list) || isExpression(text)) return [];
  return [{ pointer: "/items", text }];
}
