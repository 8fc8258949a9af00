import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { buttonClass } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { Page } from "@/ui/page";

export function Nowhere() {
  const { t } = useTranslation();
  return (
    <Page title={t("nowhere.title")}>
      <EmptyState
        title={t("nowhere.text")}
        actions={
          <Link to="/" className={buttonClass("primary")}>
            {t("nav.overview")}
          </Link>
        }
      />
    </Page>
  );
}
