import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { executionQuery } from "@/api/executions";
import { allFollowed, unfollow } from "@/api/followed";
import type { Frame } from "@/api/live";
import { Problem } from "@/api/problem";
import { isOver } from "@/core/status";
import { notify } from "@/ui/toast-store";

const TONES: Readonly<Record<string, "success" | "danger">> = {
  completed: "success",
  failed: "danger",
  stalled: "danger",
};

type Ended = { execution: string; workflow: string; status: string };

/** Tell of each followed execution that it is over, or needs a person. */
export function useEnds() {
  const { t } = useTranslation(["app", "ui"]);
  const cache = useQueryClient();
  const navigate = useNavigate();
  const tell = useCallback(
    ({ execution, workflow, status }: Ended) => {
      const isStalled = status === "stalled";
      if (!(isOver(status) || isStalled) || !unfollow(execution)) return;
      notify({
        tone: TONES[status] ?? "info",
        title: t(isStalled ? "followed.stalled" : "followed.ended", { workflow }),
        text: t(`ui:status.${status}` as "ui:status.completed"),
        action: {
          label: t("followed.open"),
          act: () => void navigate({ to: "/executions/$id", params: { id: execution } }),
        },
      });
    },
    [t, navigate],
  );
  /** Those that may have ended while nobody heard. */
  const look = useCallback(async () => {
    for (const id of allFollowed()) {
      try {
        const { workflow, status } = await cache.fetchQuery({ ...executionQuery(id), retry: false });
        tell({ execution: id, workflow, status });
      } catch (error) {
        // One that could not be asked for is asked for again.
        if (error instanceof Problem && error.status === 404) unfollow(id);
      }
    }
  }, [cache, tell]);
  useEffect(() => void look(), [look]);
  const onFrame = useCallback((frame: Frame) => tell(frame), [tell]);
  const onGap = useCallback(() => void look(), [look]);
  return { onFrame, onGap };
}
