import { useQueryClient } from "@tanstack/react-query";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { use, useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { told } from "@/api/problem";
import { Button } from "@/ui/button";
import { Page } from "@/ui/page";
import { ProblemNotice } from "@/ui/problem-notice";
import { Away } from "./away";
import { loadPages } from "./loading";

/** Stands where a page broke; the navigation stays. It is tried again as soon as the platform answers again. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const cache = useQueryClient();
  const again = useCallback(async () => {
    await loadPages();
    // What the page could not be drawn from is asked for anew.
    cache.removeQueries({ type: "inactive" });
    reset();
    await router.invalidate();
  }, [reset, router, cache]);
  const isAway = use(Away);
  const wasAway = useRef(isAway);
  useEffect(() => {
    if (wasAway.current && !isAway) void again();
    wasAway.current = isAway;
  }, [again, isAway]);
  return (
    <Page title={t("broken.title")} about={t("broken.text")}>
      <ProblemNotice {...told(error)} />
      <div className="flex gap-2">
        <Button look="primary" onClick={() => void again()}>
          {t("broken.again")}
        </Button>
        <Button onClick={() => location.reload()}>{t("broken.reload")}</Button>
      </div>
    </Page>
  );
}
