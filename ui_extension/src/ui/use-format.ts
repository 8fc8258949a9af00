import { useMemo } from "react";
import { useTranslation } from "react-i18next";

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** Moments, durations and numbers in the reader's language. */
export function useFormat() {
  const { i18n } = useTranslation();
  return useMemo(() => formatsOf(regional(i18n.language)), [i18n.language]);
}

/** The reader's own region of the language (`en-GB`), when their browser names one. */
const regional = (language: string) =>
  navigator.languages.find((tag) => tag.startsWith(language)) ?? language;

export function formatsOf(language: string) {
  const moments = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium" });
  const times = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
  const days = new Intl.DateTimeFormat(language, { month: "short", day: "numeric" });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
  const numbers = new Intl.NumberFormat(language);
  const shares = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
  const measured = (unit: string, digits: number) =>
    new Intl.NumberFormat(language, {
      style: "unit",
      unit,
      unitDisplay: "narrow",
      maximumFractionDigits: digits,
    });
  return {
    moment: (iso: string) => moments.format(new Date(iso)),
    time: (iso: string) => times.format(new Date(iso)),
    day: (iso: string) => days.format(new Date(iso)),
    number: (value: number) => numbers.format(value),
    share: (value: number) => shares.format(value),
    /** How long ago, in the largest unit that fits. */
    ago: (iso: string, nowMs = Date.now()) => {
      const seconds = Math.round((new Date(iso).getTime() - nowMs) / 1_000);
      const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
      return relative.format(Math.round(seconds / size), unit);
    },
    duration: (ms: number) => {
      if (ms < 1_000) return measured("millisecond", 0).format(ms);
      if (ms < 60_000) return measured("second", 1).format(ms / 1_000);
      if (ms < 3_600_000) return measured("minute", 1).format(ms / 60_000);
      if (ms < 86_400_000) return measured("hour", 1).format(ms / 3_600_000);
      return measured("day", 1).format(ms / 86_400_000);
    },
  };
}
