import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { remembered } from "@/core/remembered";
import { useFormat } from "@/ui/use-format";
import type { Words } from "./waterfall-row";

/** Once for all rows: each row that asked for itself would listen for another language. */
export function useRowWords(): Words {
  const { t } = useTranslation("execution");
  const { t: word } = useTranslation("ui");
  const { duration } = useFormat();
  return useMemo(
    () => ({
      undoing: t("undoing"),
      tries: (count) => t("tries", { count }),
      status: remembered((status) => word(`status.${status}` as "status.completed")),
      duration,
    }),
    [t, word, duration],
  );
}
