import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { activitiesQuery } from "@/api/activities";
import type { ExecutionDetail, Timeline } from "@/api/words";
import type { Activity } from "@/core/catalogue/activity";
import { loadedMonitor, loadMonitor } from "./load-monitor";
import { useDocument } from "./use-document";

/** Not by Suspense, which holds back for a while what it reveals next. */
function useMonitor() {
  const [, again] = useState(false);
  useEffect(() => {
    if (loadedMonitor() === undefined) void loadMonitor().then(() => again(true));
  }, []);
  return loadedMonitor();
}

type Props = {
  execution: ExecutionDetail;
  timeline: Timeline;
  step: string | undefined;
  node: string | undefined;
  onStep: (step: string | undefined) => void;
};

/**
 * How much room the styles of page and shell leave to the drawing. To measure it instead would have the browser lay out
 * the whole page before the drawing is in it, and again behind it.
 */
function usualRoom(): { widthPx: number; heightPx: number } {
  const { innerWidth } = window;
  const [navigation, padding, border] = [innerWidth >= 768 ? 208 : 0, innerWidth >= 640 ? 48 : 32, 2];
  const height = innerWidth >= 1_536 ? 416 : innerWidth >= 640 ? 320 : 224;
  return {
    widthPx: Math.min(1_760, innerWidth - navigation) - padding - border,
    heightPx: height - border,
  };
}

/** The canvas of an execution. Of a try of a draft, what is drawn is the draft as it is now. */
export function MonitorPanel({ execution, ...shown }: Props) {
  const { t } = useTranslation("execution");
  const { document, isDraft, isMissing } = useDocument(execution);
  const Drawing = useMonitor();
  const [room] = useState(usualRoom);
  const activities = useQuery(activitiesQuery());
  return (
    <section
      aria-label={t("drawing")}
      className="relative h-56 overflow-hidden rounded-lg border border-line bg-canvas sm:h-80 2xl:h-[26rem]"
    >
      {Drawing && document && activities.data && (
        <Drawing
          {...shown}
          document={document}
          activities={activities.data.activities as unknown as Activity[]}
          room={room}
        />
      )}
      {isDraft && document && (
        <p className="absolute top-2 left-2 rounded bg-surface px-2 py-1 text-xs text-muted">
          {t("ofDraft")}
        </p>
      )}
      {isMissing && <p className="p-4 text-sm text-muted">{t("noDrawing")}</p>}
    </section>
  );
}
