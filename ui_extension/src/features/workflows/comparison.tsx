import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { activitiesQuery } from "@/api/activities";
import { draftQuery } from "@/api/drafts";
import { told } from "@/api/problem";
import { versionDiffQuery, versionQuery } from "@/api/workflows";
import { ChangeIcon } from "@/canvas/change-icon";
import type { Activity } from "@/core/catalogue/activity";
import { readDocument } from "@/core/document/reading";
import type { WorkflowDocument } from "@/core/document/schema.gen";
import { indexOf } from "@/core/document/scopes";
import type { Json } from "@/core/json/json";
import { Button } from "@/ui/button";
import { Skeleton } from "@/ui/page";
import { ProblemNotice } from "@/ui/problem-notice";
import { Changes } from "./changes";
import { nodeOf } from "./node-of";

const ComparedCanvas = lazy(async () => ({ default: (await import("./compared-canvas")).ComparedCanvas }));

type Props = { name: string; before: string; after: string };

/** What differs between two versions: drawn, and thing by thing. A chosen node shows its own differences. */
export function Comparison({ name, before, after }: Props) {
  const { t } = useTranslation("workflows");
  const [chosen, setChosen] = useState<string>();
  const old = useDocument(name, before);
  const now = useDocument(name, after);
  const titleOf = (node: string) =>
    [now, old].map((one) => one && indexOf(one).nodes.get(node)?.node.title).find(Boolean) ?? node;
  const diff = useQuery({ ...versionDiffQuery(name, before, after), retry: false });
  if (diff.isPending) return <Skeleton />;
  if (diff.error) return <ProblemNotice {...told(diff.error)} />;
  const changes = diff.data.changes.filter((change) => change.thing !== "layout");
  const isDrawn = changes.some((change) => change.thing === "edge" || nodeOf(change) !== undefined);
  return (
    <div className="flex flex-col gap-2">
      {isDrawn && <Drawing {...{ old, now, chosen }} changes={changes} onChoose={setChosen} />}
      {chosen !== undefined && (
        <p className="flex items-center gap-2 text-sm">
          <span className="font-medium">{t("changesOf", { node: titleOf(chosen) })}</span>
          <Button look="quiet" onClick={() => setChosen(undefined)}>
            {t("allChanges")}
          </Button>
        </p>
      )}
      <Changes changes={changes} node={chosen} onNode={setChosen} titleOf={titleOf} />
    </div>
  );
}

type DrawingProps = {
  old: WorkflowDocument | undefined;
  now: WorkflowDocument | undefined;
  changes: Parameters<typeof Changes>[0]["changes"];
  chosen: string | undefined;
  onChoose: (node: string | undefined) => void;
};

function Drawing({ old, now, ...shown }: DrawingProps) {
  const { t } = useTranslation("workflows");
  const frame = useRef<HTMLElement>(null);
  const [room, setRoom] = useState<{ widthPx: number; heightPx: number }>();
  const activities = useQuery(activitiesQuery());
  useLayoutEffect(() => {
    const { clientWidth, clientHeight } = frame.current ?? { clientWidth: 0, clientHeight: 0 };
    setRoom({ widthPx: clientWidth, heightPx: clientHeight });
  }, []);
  return (
    <figure>
      <section
        ref={frame}
        aria-label={t("comparedDrawing")}
        className="h-64 overflow-hidden rounded-lg border border-line bg-canvas sm:h-80"
      >
        {old && now && activities.data && room && (
          <Suspense fallback={null}>
            <ComparedCanvas
              {...shown}
              before={old}
              after={now}
              activities={activities.data.activities as unknown as Activity[]}
              room={room}
            />
          </Suspense>
        )}
      </section>
      <figcaption className="flex flex-wrap gap-x-4 gap-y-1 pt-1.5 text-xs text-muted">
        {(["added", "removed", "changed"] as const).map((change) => (
          <span key={change} className="flex items-center gap-1.5">
            <ChangeIcon change={change} isAlone={false} /> {t(`verb.${change}`)}
          </span>
        ))}
        <span>{t("chooseNode")}</span>
      </figcaption>
    </figure>
  );
}

/** A version's document, or the draft's; undefined while it is read, or when it cannot be drawn. */
function useDocument(name: string, version: string) {
  const isDraft = version === "draft";
  const published = useQuery({ ...versionQuery(name, version), enabled: !isDraft });
  const draft = useQuery({ ...draftQuery(name), enabled: isDraft });
  const source = isDraft ? draft.data?.document : published.data?.document;
  return useMemo(() => {
    const read = source && readDocument(source as unknown as Json);
    return read && "document" in read ? read.document : undefined;
  }, [source]);
}
