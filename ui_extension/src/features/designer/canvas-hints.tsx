import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { ConnectionHint } from "@/canvas/connection-hint";
import { DropHint } from "@/canvas/drop-hint";
import { cutBy } from "@/core/document/commands/move";
import { ROOT, type Scope } from "@/core/document/scopes";
import { useScopeName } from "./scope-names";
import { useDesigner } from "./store";

/** What is said on the canvas while something is dragged. */
export function CanvasHints() {
  const { t } = useTranslation("designer");
  const document = useDesigner((state) => state.document);
  const catalogue = useDesigner((state) => state.catalogue);
  const nameOf = useScopeName();
  const unfit = useCallback((fields: readonly string[]) => t("unfit", { fields: fields.join(", ") }), [t]);
  const dropping = (ids: readonly string[], scope: Scope) => {
    const count = cutBy(document, ids).length;
    const into = scope === ROOT ? t("move.out") : t("move.into", { name: nameOf(scope) });
    return count === 0 ? into : `${into} · ${t("cut", { count })}`;
  };
  return (
    <>
      <ConnectionHint
        document={document}
        catalogue={catalogue}
        refusal={(reason) => t(`refused.${reason}`)}
        unfit={unfit}
      />
      <DropHint text={dropping} />
    </>
  );
}
