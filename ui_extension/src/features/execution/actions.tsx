import { Ban, Bell, BellRing, Pause, Play } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePause } from "@/api/execution";
import { followEnd, unfollow, useIsFollowed } from "@/api/followed";
import { told } from "@/api/problem";
import type { ExecutionDetail } from "@/api/words";
import { isOver } from "@/core/status";
import { Button, IconButton } from "@/ui/button";
import { notify } from "@/ui/toast-store";
import { CancelDialog } from "./cancel-dialog";
import { RestartMenu } from "./restart-menu";

type Props = { execution: ExecutionDetail; onAgain: (execution: ExecutionDetail) => void };

/** What can be done with it: while it goes on, hold or end it; once it is over, do it again. */
export function Actions({ execution, onAgain }: Props) {
  if (!isOver(execution.status)) return <Ending execution={execution} />;
  return <Over execution={execution} onAgain={onAgain} />;
}

function Over({ execution, onAgain }: Props) {
  const { t } = useTranslation("execution");
  return (
    <>
      <Button icon={<Play size={15} aria-hidden />} onClick={() => onAgain(execution)}>
        {t("runAgain")}
      </Button>
      <RestartMenu execution={execution} label={t("restart.button")} look="primary" />
    </>
  );
}

function Ending({ execution }: { execution: ExecutionDetail }) {
  const { t } = useTranslation("execution");
  const [isAsking, setAsking] = useState(false);
  const pause = usePause(execution.id);
  const isPaused = execution.status === "paused";
  const hold = () => pause.mutate(!isPaused, { onError: refused });
  return (
    <>
      <FollowEnd id={execution.id} />
      <Button
        icon={isPaused ? <Play size={15} aria-hidden /> : <Pause size={15} aria-hidden />}
        isBusy={pause.isPending}
        onClick={hold}
      >
        {isPaused ? t("resume") : t("pause")}
      </Button>
      <Button look="danger" icon={<Ban size={15} aria-hidden />} onClick={() => setAsking(true)}>
        {t("cancel.button")}
      </Button>
      {isAsking && <CancelDialog id={execution.id} onClose={() => setAsking(false)} />}
    </>
  );
}

/** Be told at the edge of the screen, on whatever page, when it is over. */
function FollowEnd({ id }: { id: string }) {
  const { t } = useTranslation("execution");
  const isFollowed = useIsFollowed(id);
  return (
    <IconButton
      label={t(isFollowed ? "unfollow" : "follow")}
      aria-pressed={isFollowed}
      look="plain"
      onClick={() => (isFollowed ? unfollow(id) : followEnd(id))}
    >
      {isFollowed ? <BellRing size={15} aria-hidden /> : <Bell size={15} aria-hidden />}
    </IconButton>
  );
}

function refused(error: Error): void {
  const { title, remedy } = told(error);
  notify({ tone: "danger", title, text: remedy });
}
