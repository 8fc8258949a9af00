import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useBodyName } from "@/canvas/body-name";
import { indexOf, ownerOf, type Scope } from "@/core/document/scopes";
import { useDesigner } from "./store";

/** A graph by the name of its container, and of its body where there is more than one. */
export function useScopeName(): (scope: Scope) => string {
  const { t } = useTranslation("designer");
  const bodyName = useBodyName();
  const document = useDesigner((state) => state.document);
  return useCallback(
    (scope) => {
      const owner = ownerOf(scope);
      if (owner === null) return t("move.workflow");
      const { container, body } = owner;
      const node = indexOf(document).nodes.get(container)?.node;
      const title = node?.title ?? container;
      if (Object.keys(node?.bodies ?? {}).length < 2) return title;
      return t("move.body", { title, body: bodyName(body) });
    },
    [t, bodyName, document],
  );
}
