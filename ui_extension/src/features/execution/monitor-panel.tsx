import { useQuery } from "@tanstack/react-query";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { activitiesQuery } from "@/api/activities";
import type { ExecutionDetail, Timeline } from "@/api/words";
import type { Activity } from "@/core/catalogue/activity";
import type { Monitor } from "./monitor";
import { useDocument } from "./use-document";

// Asked for at once, since it is needed as soon as the execution has been read; and not by Suspense, which holds back
// for a while what it reveals next.
let Loaded: typeof Monitor | undefined;
const loading = import("./monitor").then((module) => {
  Loaded = module.Monitor;
});

function useMonitor() {
  const [, again] = useState(false);
  useEffect(() => {
    if (Loaded === undefined) void loading.then(() => again(true));
  }, []);
  return Loaded;
}

type Props = {
  execution: ExecutionDetail;
  timeline: Timeline;
  step: string | undefined;
  node: string | undefined;
  onStep: (step: string | undefined) => void;
};

/** The canvas of an execution. Of a try of a draft, what is drawn is the draft as it is now. */
export function MonitorPanel({ execution, ...shown }: Props) {
  const { t } = useTranslation("execution");
  const { document, isDraft, isMissing } = useDocument(execution);
  const Drawing = useMonitor();
  const frame = useRef<HTMLElement>(null);
  const [room, setRoom] = useState<{ widthPx: number; heightPx: number }>();
  const activities = useQuery(activitiesQuery());
  useLayoutEffect(() => {
    const { clientWidth, clientHeight } = frame.current ?? { clientWidth: 0, clientHeight: 0 };
    setRoom({ widthPx: clientWidth, heightPx: clientHeight });
  }, []);
  return (
    <section
      ref={frame}
      aria-label={t("drawing")}
      className="relative h-56 overflow-hidden rounded-lg border border-line bg-canvas sm:h-80 2xl:h-[26rem]"
    >
      {Drawing && document && activities.data && room && (
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
