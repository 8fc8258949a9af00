import { queryOptions } from "@tanstack/react-query";
import i18next from "i18next";
import { type Catalogued, type CatalogueWords, said } from "@/core/catalogue/said";
import { body, http } from "./http";
import type { CatalogueBody } from "./schema.gen";

/**
 * What a node may be: the catalogue of activities, with forms, ports and icons. It changes with plugins only. The gateway
 * speaks English; what comes with the platform is called in the reader's language.
 */
export const activitiesQuery = () => {
  const select = inLanguage(i18next.language);
  return queryOptions({
    queryKey: ["activities"],
    staleTime: 5 * 60_000,
    queryFn: () => body(http.GET("/api/v1/activities")),
    ...(select && { select }),
  });
};

type Selecting = (found: CatalogueBody) => CatalogueBody;
const known = new Map<string, Selecting>();

/** The same one for the same language: whoever shows it need not work it out again. */
function inLanguage(language: string): Selecting | undefined {
  const words: CatalogueWords | undefined = i18next.getResourceBundle?.(language, "catalogue");
  if (words === undefined) return undefined;
  const select =
    known.get(language) ?? ((found) => said(found as never as Catalogued, words) as never as CatalogueBody);
  known.set(language, select);
  return select;
}
