import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { told } from "@/api/problem";
import { Button } from "@/ui/button";
import { Page } from "@/ui/page";
import { ProblemNotice } from "@/ui/problem-notice";

/** Stands where a page broke; the navigation stays. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Page title={t("broken.title")} about={t("broken.text")}>
      <ProblemNotice {...told(error)} />
      <div className="flex gap-2">
        <Button look="primary" onClick={again}>
          {t("broken.again")}
        </Button>
        <Button onClick={() => location.reload()}>{t("broken.reload")}</Button>
      </div>
    </Page>
  );
}
