import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Download, PencilLine, Play, Rocket } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { draftQuery } from "@/api/drafts";
import { told } from "@/api/problem";
import { exportAddress, workflowQuery } from "@/api/workflows";
import { Badge } from "@/ui/badge";
import { Button, buttonClass } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { Menu, MenuLink } from "@/ui/menu";
import { Page, Panel, Skeleton } from "@/ui/page";
import { ProblemNotice } from "@/ui/problem-notice";
import { Tabs } from "@/ui/tabs";
import { AboutTab } from "./about-tab";
import { PublishDialog } from "./publish-dialog";
import { RunDialog } from "./run-dialog";
import type { WorkflowTab } from "./tabs";
import { TriggersTab } from "./triggers-tab";
import { VersionsTab } from "./versions-tab";

type Props = { name: string; tab: WorkflowTab; onTab: (tab: WorkflowTab) => void };

export function WorkflowPage({ name, tab, onTab }: Props) {
  const { t } = useTranslation("workflows");
  const [open, setOpen] = useState<"publish" | "run">();
  const published = useQuery(workflowQuery(name));
  const draft = useQuery(draftQuery(name));
  if (published.isPending || draft.isPending) return <Skeleton lines={8} />;
  if (published.error) {
    return (
      <Page title={name}>
        <ProblemNotice {...told(published.error)} />
      </Page>
    );
  }
  const document = published.data?.document ?? draft.data?.document;
  if (!document) return <NoWorkflow name={name} />;
  const version = published.data?.version ?? null;
  return (
    <Page
      title={String(document["title"] ?? name)}
      about={
        <span className="flex flex-wrap items-center gap-1.5">
          {name}
          {version && <Badge>{version}</Badge>}
          {draft.data && <Badge tone="accent">{t("draft")}</Badge>}
        </span>
      }
      actions={<Actions name={name} version={version} hasDraft={Boolean(draft.data)} onOpen={setOpen} />}
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
            content: <TriggersTab name={name} document={document} />,
          },
        ]}
      />
      {open === "publish" && (
        <PublishDialog name={name} version={version} onClose={() => setOpen(undefined)} />
      )}
      {open === "run" && (
        <RunDialog
          name={name}
          published={published.data?.document ?? null}
          draft={draft.data?.document ?? null}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Page>
  );
}

type ActionProps = {
  name: string;
  version: string | null;
  hasDraft: boolean;
  onOpen: (dialog: "publish" | "run") => void;
};

function Actions({ name, version, hasDraft, onOpen }: ActionProps) {
  const { t } = useTranslation("workflows");
  return (
    <>
      <Export name={name} version={version ? undefined : "draft"} />
      <Link to="/workflows/$name/design" params={{ name }} className={buttonClass()}>
        <PencilLine size={15} aria-hidden /> {t("edit")}
      </Link>
      {hasDraft && (
        <Button
          icon={<Rocket size={15} aria-hidden />}
          look={version ? "plain" : "primary"}
          onClick={() => onOpen("publish")}
        >
          {t("publish.button")}
        </Button>
      )}
      <Button
        look={version ? "primary" : "plain"}
        icon={<Play size={15} aria-hidden />}
        onClick={() => onOpen("run")}
      >
        {t(version ? "run.button" : "run.test")}
      </Button>
    </>
  );
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

function Export({ name, version }: { name: string; version: string | undefined }) {
  const { t } = useTranslation("workflows");
  return (
    <Menu trigger={<Button icon={<Download size={15} aria-hidden />}>{t("export")}</Button>}>
      <MenuLink href={exportAddress(name, "json", version)}>JSON</MenuLink>
      <MenuLink href={exportAddress(name, "yaml", version)}>YAML</MenuLink>
    </Menu>
  );
}
