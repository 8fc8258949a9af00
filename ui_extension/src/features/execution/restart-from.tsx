import { useNavigate } from "@tanstack/react-router";
import { RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useRestart } from "@/api/execution";
import { told } from "@/api/problem";
import type { ExecutionDetail, Step } from "@/api/words";
import { Button } from "@/ui/button";
import { notify } from "@/ui/toast-store";

/** Run this step and all behind it again. A step inside a container runs again with the whole container. */
export function RestartFrom({ execution, step }: { execution: ExecutionDetail; step: Step }) {
  const { t } = useTranslation("execution");
  const navigate = useNavigate();
  const restart = useRestart(execution.id);
  const since = /^[^/[]+/.exec(step.path)?.[0] ?? step.path;
  const again = () =>
    restart.mutate(
      { plan: "same", since },
      {
        onSuccess: ({ id }) => void navigate({ to: "/executions/$id", params: { id } }),
        onError: (error) => {
          const { title, remedy } = told(error);
          notify({ tone: "danger", title, text: remedy });
        },
      },
    );
  return (
    <Button
      className="self-start"
      icon={<RotateCcw size={14} aria-hidden />}
      isBusy={restart.isPending}
      onClick={again}
    >
      {since === step.path ? t("restart.here") : t("restart.from", { step: since })}
    </Button>
  );
}
