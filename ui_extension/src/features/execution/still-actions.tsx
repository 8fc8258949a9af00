import { Ban, Bell, Pause, Play, RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ExecutionDetail } from "@/api/words";
import { isOver } from "@/core/status";
import { Button, IconButton } from "@/ui/button";

/** What `Actions` looks like, without what it does. */
export function StillActions({ status }: Pick<ExecutionDetail, "status">) {
  const { t } = useTranslation("execution");
  if (isOver(status)) {
    return (
      <>
        <Button icon={<Play size={15} aria-hidden />}>{t("runAgain")}</Button>
        <Button look="primary" icon={<RotateCcw size={15} aria-hidden />}>
          {t("restart.button")}
        </Button>
      </>
    );
  }
  const isPaused = status === "paused";
  return (
    <>
      <IconButton label={t("follow")} look="plain">
        <Bell size={15} aria-hidden />
      </IconButton>
      <Button icon={isPaused ? <Play size={15} aria-hidden /> : <Pause size={15} aria-hidden />}>
        {isPaused ? t("resume") : t("pause")}
      </Button>
      <Button look="danger" icon={<Ban size={15} aria-hidden />}>
        {t("cancel.button")}
      </Button>
    </>
  );
}
