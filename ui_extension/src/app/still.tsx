// What is shown of some pages before the application has come.
import { QueryClientProvider } from "@tanstack/react-query";
import { Settings2 } from "lucide-react";
import { renderToStaticMarkup } from "react-dom/server";
import { useTranslation } from "react-i18next";
import { platformQuery } from "@/api/platform";
import { queryClient } from "@/api/query-client";
import { loadPage, partOf, prepareStill, StillExecution } from "@/features/execution/still";
import { IconButton } from "@/ui/button";
import { Frame } from "./frame";
import { NavigationLook } from "./navigation-look";

/**
 * Asks for what the page shows, and answers its picture in HTML: a browser makes elements of that sooner than a script does
 * one by one. It only shows: what was begun in it would be lost.
 */
export async function still(id: string, asked: URLSearchParams): Promise<string> {
  await prepareStill(queryClient, id);
  return renderToStaticMarkup(
    <QueryClientProvider client={queryClient}>
      <div inert className="h-full">
        <Frame navigation={<StillNavigation />}>
          <StillExecution id={id} step={asked.get("step") ?? undefined} part={partOf(asked.get("part"))} />
        </Frame>
      </div>
    </QueryClientProvider>,
  );
}

/** Brings what can be worked with in its place; its files have not been asked for before. */
export async function loadInstead() {
  const [application] = await Promise.all([import("./app"), loadPage()]);
  await application.prepared();
  return application;
}

function StillNavigation() {
  const { t } = useTranslation();
  const dagster = queryClient.getQueryData(platformQuery().queryKey)?.dagster;
  return (
    <NavigationLook
      dagster={dagster}
      way={(to, look, content) => (
        <a href={to} className={look} aria-current={isAt(to) ? "page" : undefined}>
          {content}
        </a>
      )}
      preferences={
        <IconButton label={t("preferences")}>
          <Settings2 size={16} aria-hidden />
        </IconButton>
      }
    />
  );
}

const isAt = (to: string) => to !== "/" && window.location.pathname.startsWith(`${to}/`);
