import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { buttonClass } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { Page, Panel } from "@/ui/page";

/** Stands at Dagster's address while its own UI is off. With it on, the gateway leads there and nobody comes here. */
export function NoDagster() {
  const { t } = useTranslation();
  return (
    <Page title={t("noDagster.title")}>
      <Panel>
        <EmptyState
          title={t("noDagster.text")}
          actions={
            <Link to="/executions" className={buttonClass("primary")}>
              {t("nav.executions")}
            </Link>
          }
        >
          {t("noDagster.hint")}
        </EmptyState>
      </Panel>
    </Page>
  );
}
