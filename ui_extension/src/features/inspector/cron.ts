// Loaded when a schedule is looked at: what it means in words, and when it is due.
import { Cron } from "croner";
import cronstrue from "cronstrue/i18n";

const COUNT = 4;
const MACROS: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/** Null when it is no schedule of five fields, or the zone is none. Instants are shown in the zone itself. */
export function meaning(
  written: string,
  zone: string,
  language: string,
  from = new Date(),
): { words: string; next: readonly string[] } | null {
  const cron = MACROS[written.trim().toLowerCase()] ?? written.trim();
  if (cron.split(/\s+/).length !== 5) return null;
  try {
    const shown = new Intl.DateTimeFormat(language, {
      dateStyle: "full",
      timeStyle: "short",
      timeZone: zone,
    });
    const due = new Cron(cron, { timezone: zone, paused: true }).nextRuns(COUNT, from);
    const words = cronstrue.toString(cron, {
      locale: language.slice(0, 2),
      use24HourTimeFormat: !language.startsWith("en"),
    });
    return { words, next: due.map((moment) => shown.format(moment)) };
  } catch {
    return null;
  }
}
