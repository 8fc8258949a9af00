import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { notify } from "@/ui/toast-store";
import type { Telling } from "./moving";
import { useDesignerStore } from "./store";

/** Says in a notice what a move did besides moving, and takes it back with a click. */
export function useTelling(): Telling {
  const { t } = useTranslation("designer");
  const store = useDesignerStore();
  return useMemo(
    () => ({
      refused: (reason) => notify({ tone: "danger", title: t(`unmoved.${reason}`) }),
      unpasted: (reason) => notify({ tone: "danger", title: t(`unpasted.${reason}`) }),
      uncopied: () => notify({ tone: "danger", title: t("link.refused") }),
      cut(count, joined) {
        const moved = store.getState().history.undo.at(-1);
        notify({
          tone: "info",
          title: t("cut", { count }),
          text: joined === 0 ? t("cutWhy") : `${t("cutWhy")} ${t("cutJoined")}`,
          action: {
            label: t("command.undo"),
            // Only this step: what was done after it is not taken back by a click on an old notice.
            act: () => store.getState().history.undo.at(-1) === moved && store.getState().undo(),
          },
        });
      },
    }),
    [t, store],
  );
}
