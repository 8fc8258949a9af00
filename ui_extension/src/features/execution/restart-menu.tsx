import { useNavigate } from "@tanstack/react-router";
import { RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useRestart } from "@/api/execution";
import { told } from "@/api/problem";
import type { ExecutionDetail } from "@/api/words";
import { Button } from "@/ui/button";
import { Menu, MenuItem } from "@/ui/menu";
import { notify } from "@/ui/toast-store";

type Props = {
  execution: ExecutionDetail;
  /** The node that runs again with all behind it; without, whatever did not complete. */
  since?: string | undefined;
  /** What the button says. */
  label: string;
  look?: "primary" | "plain";
};

/** Do it again: on the version that ran, or on the one that is published now. */
export function RestartMenu({ execution, since, label, look = "plain" }: Props) {
  const { t } = useTranslation("execution");
  const navigate = useNavigate();
  const restart = useRestart(execution.id);
  const again = (plan: "same" | "newest") =>
    restart.mutate(
      { plan, ...(since === undefined ? {} : { since }) },
      {
        onSuccess: ({ id, changed = [] }) => {
          if (changed.length > 0)
            notify({ tone: "success", title: t("restart.changed", { steps: changed.join(", ") }) });
          void navigate({ to: "/executions/$id", params: { id } });
        },
        onError: (error) => {
          const { title, remedy } = told(error);
          notify({ tone: "danger", title, text: remedy });
        },
      },
    );
  const ran = execution.version ? t("restart.same", { version: execution.version }) : t("restart.sameDraft");
  return (
    <Menu
      align={look === "primary" ? "end" : "start"}
      trigger={
        <Button
          look={look}
          className="self-start"
          icon={<RotateCcw size={15} aria-hidden />}
          isBusy={restart.isPending}
        >
          {label}
        </Button>
      }
    >
      <MenuItem onSelect={() => again("same")}>{ran}</MenuItem>
      <MenuItem onSelect={() => again("newest")}>{t("restart.newest")}</MenuItem>
    </Menu>
  );
}
