import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Activity } from "@/core/catalogue/activity";
import { byCategory } from "./palette-order";
import { useDesigner } from "./store";

/** The steps that a search finds, by category and the best first: the same in the palette and in the dialog. */
export function useFoundSteps(search: string) {
  const { t } = useTranslation("designer");
  const activities = useDesigner((state) => state.catalogue.activities);
  const more = useCallback(
    ({ name }: Activity) => t(`add.words.${name}` as "add.words", { defaultValue: "" }) as unknown as string,
    [t],
  );
  return useMemo(() => byCategory(activities, search, more), [activities, search, more]);
}
