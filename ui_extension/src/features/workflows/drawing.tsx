import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { activitiesQuery } from "@/api/activities";
import type { Activity } from "@/core/catalogue/activity";
import { readDocument } from "@/core/document/reading";
import type { Json } from "@/core/json/json";

const PlainCanvas = lazy(async () => ({ default: (await import("./plain-canvas")).PlainCanvas }));

type Props = { name: string; document: Record<string, unknown> };

/** The workflow as it was drawn. A node leads to its settings in the designer. */
export function Drawing({ name, document }: Props) {
  const { t } = useTranslation("workflows");
  const navigate = useNavigate();
  const frame = useRef<HTMLElement>(null);
  const [room, setRoom] = useState<{ widthPx: number; heightPx: number }>();
  const activities = useQuery(activitiesQuery());
  const read = useMemo(() => readDocument(document as unknown as Json), [document]);
  useLayoutEffect(() => {
    const { clientWidth, clientHeight } = frame.current ?? { clientWidth: 0, clientHeight: 0 };
    setRoom({ widthPx: clientWidth, heightPx: clientHeight });
  }, []);
  if ("problem" in read || !read.document.nodes?.length) return null;
  return (
    <section
      ref={frame}
      aria-label={t("drawing")}
      className="h-56 overflow-hidden rounded-lg border border-line bg-canvas sm:h-80"
    >
      {activities.data && room && (
        <Suspense fallback={null}>
          <PlainCanvas
            document={read.document}
            activities={activities.data.activities as unknown as Activity[]}
            room={room}
            onNode={(node) =>
              void navigate({ to: "/workflows/$name/design", params: { name }, search: { node } })
            }
          />
        </Suspense>
      )}
    </section>
  );
}
