import { useTranslation } from "react-i18next";
import type { InspectorProps } from "./inspector";
import { TestPanel } from "./test-panel";

/** What can be done with several nodes at once: try them. */
export function SelectionPanel({ nodes, document, isSaved }: InspectorProps) {
  const { t } = useTranslation("inspector");
  return (
    <section aria-label={t("selection.label")} className="flex flex-col gap-3 p-4">
      <h2 className="text-sm font-semibold">{t("selection.title", { count: nodes.length })}</h2>
      <TestPanel document={document} ids={nodes.map((node) => node.id)} isSaved={isSaved} />
    </section>
  );
}
