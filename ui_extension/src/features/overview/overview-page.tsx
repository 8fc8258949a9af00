import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Activity } from "lucide-react";
import { useTranslation } from "react-i18next";
import { overviewQuery, WINDOWS, type Window } from "@/api/overview";
import { told } from "@/api/problem";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { Select } from "@/ui/field";
import { Page, Panel, Skeleton } from "@/ui/page";
import { ProblemNotice } from "@/ui/problem-notice";
import { Figures } from "./figures";
import { Throughput } from "./throughput";
import { WorkflowNumbers } from "./workflow-numbers";

type Props = { window: Window; onWindow: (window: Window) => void };

export function OverviewPage({ window, onWindow }: Props) {
  const { t } = useTranslation("overview");
  const navigate = useNavigate();
  const numbers = useQuery(overviewQuery(window));
  const choice = (
    <Select
      aria-label={t("window.label")}
      value={window}
      onChange={(event) => onWindow(event.target.value as Window)}
      className="!w-48"
    >
      {WINDOWS.map((one) => (
        <option key={one} value={one}>
          {t(`window.${one}`)}
        </option>
      ))}
    </Select>
  );
  return (
    <Page title={t("title")} about={t("about")} actions={choice}>
      {numbers.error && <ProblemNotice {...told(numbers.error)} onAgain={numbers.refetch} />}
      {numbers.isPending && <Skeleton lines={8} />}
      {numbers.data && numbers.data.workflows.length === 0 && (
        <Panel>
          <EmptyState
            icon={<Activity size={28} aria-hidden />}
            title={t("empty.title")}
            actions={
              <Button look="primary" onClick={() => void navigate({ to: "/welcome" })}>
                {t("empty.do")}
              </Button>
            }
          >
            {t("empty.text")}
          </EmptyState>
        </Panel>
      )}
      {numbers.data && numbers.data.workflows.length > 0 && (
        <>
          <Figures numbers={numbers.data} window={window} />
          <Throughput numbers={numbers.data} window={window} />
          <WorkflowNumbers numbers={numbers.data} window={window} />
        </>
      )}
    </Page>
  );
}
