import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { activitiesQuery } from "@/api/activities";
import { draftQuery } from "@/api/drafts";
import type { ExecutionDetail, Timeline } from "@/api/words";
import { versionQuery } from "@/api/workflows";
import type { Activity } from "@/core/catalogue/activity";
import { readDocument } from "@/core/document/reading";
import type { Json } from "@/core/json/json";

const Monitor = lazy(async () => ({ default: (await import("./monitor")).Monitor }));

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
  const isDraft = execution.version === "";
  const frame = useRef<HTMLElement>(null);
  const [room, setRoom] = useState<{ widthPx: number; heightPx: number }>();
  const activities = useQuery(activitiesQuery());
  const version = useQuery({ ...versionQuery(execution.workflow, execution.version), enabled: !isDraft });
  const draft = useQuery({ ...draftQuery(execution.workflow), enabled: isDraft });
  const source = isDraft ? draft.data?.document : version.data?.document;
  useLayoutEffect(() => {
    const { clientWidth, clientHeight } = frame.current ?? { clientWidth: 0, clientHeight: 0 };
    setRoom({ widthPx: clientWidth, heightPx: clientHeight });
  }, []);
  const read = source === undefined ? undefined : readOnce(source);
  return (
    <section
      ref={frame}
      aria-label={t("drawing")}
      className="relative h-56 overflow-hidden rounded-lg border border-line bg-canvas sm:h-80 2xl:h-[26rem]"
    >
      {read && activities.data && room && (
        <Suspense fallback={null}>
          <Monitor
            {...shown}
            document={read}
            activities={activities.data.activities as unknown as Activity[]}
            room={room}
          />
        </Suspense>
      )}
      {isDraft && read && (
        <p className="absolute top-2 left-2 rounded bg-surface px-2 py-1 text-xs text-muted">
          {t("ofDraft")}
        </p>
      )}
      {(version.error ?? draft.error ?? (isDraft && draft.data === null)) && (
        <p className="p-4 text-sm text-muted">{t("noDrawing")}</p>
      )}
    </section>
  );
}

const known = new WeakMap<object, ReturnType<typeof readDocument>>();

/** The same document for the same answer: the canvas keeps what it has drawn. */
function readOnce(source: Record<string, unknown>) {
  const read = known.get(source) ?? readDocument(source as unknown as Json);
  known.set(source, read);
  return "document" in read ? read.document : undefined;
}
