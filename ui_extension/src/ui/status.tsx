import { useTranslation } from "react-i18next";
import { DRAWN, StatusIcon } from "./status-icon";

type Word = "completed";

/** A status as its icon and its word. One that is not known is told as unknown. */
export function Status({ status }: { status: string }) {
  const { t } = useTranslation("ui");
  const known = DRAWN.includes(status) ? status : "unknown";
  return (
    <span className="flex items-center gap-2 whitespace-nowrap">
      <StatusIcon status={known} />
      {t(`status.${known as Word}`)}
    </span>
  );
}
