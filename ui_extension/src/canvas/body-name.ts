import { useCallback } from "react";
import { useTranslation } from "react-i18next";

/** What a body of a container is called. */
export function useBodyName(): (body: string) => string {
  const { t } = useTranslation("canvas");
  return useCallback((body) => (body === "body" || body === "catch" ? t(`body.${body}`) : body), [t]);
}
