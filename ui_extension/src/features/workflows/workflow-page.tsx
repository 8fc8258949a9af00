import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { draftQuery } from "@/api/drafts";
import { told } from "@/api/problem";
import type { Draft, WorkflowDetail } from "@/api/words";
import { versionDiffQuery, workflowQuery } from "@/api/workflows";
import { Badge } from "@/ui/badge";
import { buttonClass } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { Page, Panel, Skeleton } from "@/ui/page";
import { ProblemNotice } from "@/ui/problem-notice";
import { Tabs } from "@/ui/tabs";
import { AboutTab } from "./about-tab";
import { DiscardDialog } from "./discard-dialog";
import { PublishDialog } from "./publish-dialog";
import { RunDialog } from "./run-dialog";
import type { WorkflowTab } from "./tabs";
import { TriggersTab } from "./triggers-tab";
import { VersionsTab } from "./versions-tab";
import { Actions, type Opened } from "./workflow-actions";

type Props = { name: string; tab: WorkflowTab; onTab: (tab: WorkflowTab) => void };

export function WorkflowPage({ name, tab, onTab }: Props) {
  const { t } = useTranslation("workflows");
  const [open, setOpen] = useState<Opened>();
  const published = useQuery(workflowQuery(name));
  const draft = useQuery(draftQuery(name));
  const version = published.data?.version ?? null;
  const isNew = useIsNew(name, version, Boolean(draft.data));
  if (published.isPending || draft.isPending) return <Skeleton lines={8} />;
  const error = published.isLoadingError ? published.error : draft.isLoadingError ? draft.error : null;
  if (error) {
    return (
      <Page title={name}>
        <ProblemNotice {...told(error)} />
      </Page>
    );
  }
  const document = published.data?.document ?? draft.data?.document;
  if (!document) return <NoWorkflow name={name} />;
  return (
    <Page
      title={String(document["title"] ?? name)}
      about={
        <span className="flex flex-wrap items-center gap-1.5">
          {name}
          {version && <Badge>{version}</Badge>}
          {isNew && <Badge tone="accent">{t("draft")}</Badge>}
        </span>
      }
      actions={
        <Actions
          name={name}
          version={version}
          hasDraft={Boolean(draft.data)}
          isNew={isNew}
          onOpen={setOpen}
        />
      }
    >
      <Tabs
        label={t("parts")}
        value={tab}
        onChange={onTab}
        tabs={[
          { key: "about", label: t("tab.about"), content: <AboutTab name={name} document={document} /> },
          {
            key: "versions",
            label: t("tab.versions"),
            content: <VersionsTab name={name} hasDraft={Boolean(draft.data)} />,
          },
          {
            key: "triggers",
            label: t("tab.triggers"),
            content: <TriggersTab name={name} document={document} isPublished={version !== null} />,
          },
        ]}
      />
      {open && (
        <WorkflowDialog
          open={open}
          name={name}
          published={published.data ?? null}
          draft={draft.data ?? null}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Page>
  );
}

type DialogProps = {
  open: Opened;
  name: string;
  published: WorkflowDetail | null;
  draft: Draft | null;
  onClose: () => void;
};

function WorkflowDialog({ open, name, published, draft, onClose }: DialogProps) {
  const version = published?.version ?? null;
  switch (open) {
    case "publish":
      return <PublishDialog name={name} version={version} onClose={onClose} />;
    case "run":
      return (
        <RunDialog
          name={name}
          published={published?.document ?? null}
          draft={draft?.document ?? null}
          onClose={onClose}
        />
      );
    case "discard":
      return (
        draft && <DiscardDialog name={name} revision={draft.revision} version={version} onClose={onClose} />
      );
  }
}

/** Whether there is something to publish. A draft that cannot be compared is another than what is published. */
function useIsNew(name: string, version: string | null, hasDraft: boolean): boolean {
  const diff = useQuery({
    ...versionDiffQuery(name, version ?? ""),
    enabled: hasDraft && version !== null,
    retry: false,
  });
  if (!hasDraft || version === null) return hasDraft;
  return diff.isError || (diff.data?.changes.length ?? 0) > 0;
}

function NoWorkflow({ name }: { name: string }) {
  const { t } = useTranslation("workflows");
  return (
    <Page title={name}>
      <Panel>
        <EmptyState
          title={t("missing", { name })}
          actions={
            <Link to="/workflows" className={buttonClass()}>
              {t("title")}
            </Link>
          }
        />
      </Panel>
    </Page>
  );
}
