import { useTranslation } from "react-i18next";
import { Badge } from "./badge";

/** Says of an execution that it was none of the usual ones, but a test, say. */
export function ModeBadge({ mode }: { mode: string }) {
  const { t } = useTranslation("ui");
  return mode === "live" ? null : <Badge tone="accent">{t(`mode.${mode}` as "mode.test")}</Badge>;
}
