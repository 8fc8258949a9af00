import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ComponentType, useDeferredValue, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { activitiesQuery } from "@/api/activities";
import { told } from "@/api/problem";
import { workflowKeys } from "@/api/workflows";
import { type Activity, Catalogue, type Surroundings } from "@/core/catalogue/activity";
import { nodeOf } from "@/core/document/commands/nodes";
import { Notice } from "@/ui/notice";
import { Page } from "@/ui/page";
import { ProblemNotice } from "@/ui/problem-notice";
import { notify } from "@/ui/toast-store";
import { Designer } from "./designer";
import type { InspectorProps } from "./inspector-slot";
import { Missing } from "./missing";
import { type Loaded, openedQuery } from "./opened-query";
import { createDesignerStore, DesignerContext } from "./store";
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

export function DesignerPage({ workflow, node, inspector, onPublish, onTest }: Props) {
  const { t } = useTranslation("designer");
  const activities = useQuery(activitiesQuery());
  const loaded = useQuery(openedQuery(workflow));
  const ready = useMemo(
    () => activities.data && loaded.data && { around: activities.data, opened: loaded.data },
    [activities.data, loaded.data],
  );
  // A whole designer is a large thing to draw: in slices, so that the page answers meanwhile.
  const shown = useDeferredValue(ready);
  const error = activities.error ?? loaded.error;
  if (error !== null)
    return (
      <Page title={workflow}>
        <ProblemNotice {...told(error)} />
      </Page>
    );
  if (shown === undefined) return <p className="p-6 text-sm text-muted">{t("loading")}</p>;
  const { around, opened } = shown;
  if ("missing" in opened) return <Missing name={workflow} kept={opened.missing} />;
  if ("problem" in opened) {
    const { reason, where } = opened.problem;
    return (
      <Page title={workflow}>
        <Notice title={t("text.notDrawable", { why: t(`why.${reason}`), where })} />
      </Page>
    );
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
  const { t } = useTranslation("designer");
  const [store] = useState(() =>
    createDesignerStore({ ...loaded, catalogue: new Catalogue(activities, around) }),
  );
  const cache = useQueryClient();
  const autosave = useAutosave(store, loaded, () => {
    void cache.invalidateQueries({ queryKey: ["drafts"] });
    void cache.invalidateQueries({ queryKey: [...workflowKeys.one(loaded.name), "diff"] });
  });
  useValidation(store);
  // When the link is followed: a step that is removed later is no news.
  const isGone = useMemo(
    () => node !== undefined && nodeOf(store.getState().document, node) === undefined,
    [store, node],
  );
  useEffect(() => {
    if (isGone) notify({ tone: "info", title: t("gone", { node }) });
  }, [isGone, node, t]);
  return (
    <DesignerContext.Provider value={store}>
      <Designer
        autosave={autosave}
        node={isGone ? undefined : node}
        inspector={inspector}
        onPublish={onPublish === undefined ? undefined : () => onPublish(loaded.name)}
        onTest={onTest === undefined ? undefined : () => onTest(loaded.name)}
      />
    </DesignerContext.Provider>
  );
}
