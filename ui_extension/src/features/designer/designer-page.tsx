import { useQuery } from "@tanstack/react-query";
import { type ComponentType, useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { activitiesQuery } from "@/api/activities";
import { told } from "@/api/problem";
import { type Activity, Catalogue, type Surroundings } from "@/core/catalogue/activity";
import { type NotDrawable, readDocument } from "@/core/document/reading";
import { parseJson } from "@/core/json/parse";
import { Notice } from "@/ui/notice";
import { isOfDraft, readBackup, textOf } from "./backup";
import { Designer } from "./designer";
import { loadDraft } from "./drafts";
import type { InspectorProps } from "./inspector-slot";
import { createDesignerStore, DesignerContext, type Opened } from "./store";
import { useAutosave } from "./use-autosave";
import { useValidation } from "./use-validation";

type Props = {
  /** The workflow's name; its draft is what is edited. */
  workflow: string;
  /** The node that a link points at. */
  node?: string | undefined;
  /** Draws the panel of the selected node. */
  inspector?: ComponentType<InspectorProps> | undefined;
  /** What the button does; without it there is none. The draft is saved then. */
  onPublish?: ((workflow: string) => void) | undefined;
  /** Try the draft; without it there is no button. It is saved then. */
  onTest?: ((workflow: string) => void) | undefined;
};

interface Loaded extends Omit<Opened, "catalogue"> {
  readonly revision: number | null;
  /** As the server has it. */
  readonly text: string;
}

export function DesignerPage({ workflow, node, inspector, onPublish, onTest }: Props) {
  const { t } = useTranslation("designer");
  const activities = useQuery(activitiesQuery());
  const loaded = useQuery({
    queryKey: ["designer", workflow],
    queryFn: () => load(workflow),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const ready = useMemo(
    () => activities.data && loaded.data && { around: activities.data, opened: loaded.data },
    [activities.data, loaded.data],
  );
  // A whole designer is a large thing to draw: in slices, so that the page answers meanwhile.
  const shown = useDeferredValue(ready);
  const error = activities.error ?? loaded.error;
  if (error !== null) return <Notice {...told(error)} />;
  if (shown === undefined) return <p className="p-6 text-sm text-muted">{t("loading")}</p>;
  const { around, opened } = shown;
  if ("problem" in opened) {
    const { reason, where } = opened.problem;
    return <Notice title={t("text.notDrawable", { why: t(`why.${reason}`), where })} />;
  }
  return (
    <Open
      loaded={opened}
      activities={around.activities as unknown as Activity[]}
      around={around as unknown as Surroundings}
      node={node}
      inspector={inspector}
      onPublish={onPublish}
      onTest={onTest}
    />
  );
}

function Open({
  loaded,
  activities,
  around,
  node,
  inspector,
  onPublish,
  onTest,
}: Omit<Props, "workflow"> & { loaded: Loaded; activities: readonly Activity[]; around: Surroundings }) {
  const [store] = useState(() =>
    createDesignerStore({ ...loaded, catalogue: new Catalogue(activities, around) }),
  );
  const autosave = useAutosave(store, loaded);
  useValidation(store);
  return (
    <DesignerContext.Provider value={store}>
      <Designer
        autosave={autosave}
        node={node}
        inspector={inspector}
        onPublish={onPublish === undefined ? undefined : () => onPublish(loaded.name)}
        onTest={onTest === undefined ? undefined : () => onTest(loaded.name)}
      />
    </DesignerContext.Provider>
  );
}

/** The draft; or what this browser kept of it, when that goes out from the draft as it is, and so is the newer one. */
async function load(name: string): Promise<Loaded | { problem: NotDrawable }> {
  const [draft, backup] = await Promise.all([loadDraft(name), readBackup(name)]);
  const text = textOf(draft.document);
  const kept = backup !== null && isOfDraft(backup, { revision: draft.revision, text }) ? backup : null;
  const read = readDocument(kept === null ? draft.document : parseJson(kept.text));
  if ("problem" in read) return read;
  return {
    name,
    document: read.document,
    revision: draft.revision,
    text: draft.revision === null ? "" : text,
    ...(kept === null ? {} : { history: kept.history }),
  };
}
