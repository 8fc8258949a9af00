import { useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/ui/use-format";

/** The zone that the schedule around is meant in. */
export const Zone = createContext("UTC");

/** What a schedule means in words, and when it comes next. Silent while it cannot be read: the server says why. */
export function CronPreview({ cron }: { cron: string }) {
  const { t } = useTranslation("inspector");
  const { locale } = useFormat();
  const zone = useContext(Zone);
  const told = useQuery({
    queryKey: ["cron", cron, zone, locale],
    enabled: cron.trim() !== "" && !cron.includes("${{"),
    staleTime: 60_000,
    retry: false,
    queryFn: async () => (await import("./cron")).meaning(cron, zone, locale),
  });
  if (!told.data) return null;
  return (
    <div className="rounded-md bg-sunken px-2 py-1.5 text-xs" role="status">
      <p className="font-medium">{told.data.words}</p>
      <p className="text-muted">{t("cron.next", { zone })}</p>
      <ul className="tabular-nums text-muted">
        {told.data.next.map((moment) => (
          <li key={moment}>{moment}</li>
        ))}
      </ul>
    </div>
  );
}
