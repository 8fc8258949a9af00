import { CloudOff } from "lucide-react";
import { useTranslation } from "react-i18next";

/** The gateway is not heard: what is shown is as old as that. It is asked again and again; then everything is read anew. */
export function OfflineBanner() {
  const { t } = useTranslation();
  return (
    <div
      role="status"
      className="flex items-center gap-2 border-b border-warning bg-warning-soft px-4 py-2 text-sm"
    >
      <CloudOff size={15} aria-hidden className="shrink-0 text-warning" />
      {t("offline")}
    </div>
  );
}
