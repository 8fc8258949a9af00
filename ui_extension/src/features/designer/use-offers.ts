import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { offer } from "@/ui/offers";
import { COMMANDS, REGISTRY } from "./commands";
import type { Doors } from "./doors";
import { useShownKeys } from "./shown-keys";
import { useDesignerStore } from "./store";

/** All that can be done here and now, in the command palette too. */
export function useOffers(doors: Doors): void {
  const { t } = useTranslation("designer");
  const store = useDesignerStore();
  const keysOf = useShownKeys();
  useEffect(
    () =>
      offer({
        heading: t("title"),
        list: () =>
          COMMANDS.filter((id) => REGISTRY[id].isEnabled?.(store.getState()) ?? true).map((id) => ({
            id,
            label: t(`command.${id}`),
            keys: keysOf(id),
            act: () => REGISTRY[id].run(store.getState(), doors),
          })),
      }),
    [t, store, keysOf, doors],
  );
}
