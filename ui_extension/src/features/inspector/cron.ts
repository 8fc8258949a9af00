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

const MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";
const DAYS = "sun|mon|tue|wed|thu|fri|sat";
/** What the server understands (compile/cron.py): programs differ in what they mean by `?`, `L`, `W` and `#`. */
const FIELDS = ["", "", "", `|${MONTHS}`, `|${DAYS}`].map((names) => {
  const item = `(?:\\*|(?:\\d+${names})(?:-(?:\\d+${names}))?)(?:/\\d+)?`;
  return new RegExp(`^${item}(?:,${item})*$`, "i");
});

/** Null when it is no schedule of five fields that comes true, or the zone is none. Instants are shown in the zone. */
export function meaning(
  written: string,
  zone: string,
  language: string,
  from = new Date(),
): { words: string; next: readonly string[] } | null {
  const cron = MACROS[written.trim().toLowerCase()] ?? written.trim();
  const parts = cron.split(/\s+/);
  if (parts.length !== FIELDS.length || !FIELDS.every((field, at) => field.test(parts[at] ?? "")))
    return null;
  try {
    const shown = new Intl.DateTimeFormat(language, {
      dateStyle: "full",
      timeStyle: "short",
      timeZone: zone,
    });
    const due = new Cron(cron, { timezone: zone, paused: true }).nextRuns(COUNT, from);
    if (due.length === 0) return null;
    const words = cronstrue.toString(cron, {
      locale: language.slice(0, 2),
      use24HourTimeFormat: !language.startsWith("en"),
    });
    return { words, next: due.map((moment) => shown.format(moment)) };
  } catch {
    return null;
  }
}
