import { useTranslation } from "react-i18next";

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** Below how much, in which unit, and how long that is. */
const LENGTHS = [
  [1_000, "millisecond", 1],
  [60_000, "second", 1_000],
  [3_600_000, "minute", 60_000],
  [86_400_000, "hour", 3_600_000],
  [Number.POSITIVE_INFINITY, "day", 86_400_000],
] as const;

const CLOCK = {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
} as const;

/** Moments, durations and numbers in the reader's language. */
export function useFormat() {
  const { i18n } = useTranslation();
  return known(i18n.language);
}

type Formats = ReturnType<typeof formatsOf>;

const byLanguage = new Map<string, Formats>();

function known(language: string): Formats {
  const found = byLanguage.get(language) ?? formatsOf(regional(language));
  byLanguage.set(language, found);
  return found;
}

/** The reader's own region of the language (`en-GB`), when their browser names one. */
const regional = (language: string) =>
  navigator.languages.find((tag) => tag.startsWith(language)) ?? language;

/** Making a formatter takes longer than a hundred uses of it: each is made once, when it is first needed. */
export function formatsOf(language: string) {
  const moments = once(() => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium" }));
  const times = once(() => new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }));
  const hours = once(
    () =>
      new Intl.DateTimeFormat(language, {
        month: "short",
        day: "numeric",
        hour: "2-digit",
        minute: "2-digit",
      }),
  );
  const clocks = once(() => new Intl.DateTimeFormat(language, CLOCK));
  const days = once(() => new Intl.DateTimeFormat(language, { month: "short", day: "numeric" }));
  const relative = once(() => new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" }));
  const numbers = once(() => new Intl.NumberFormat(language));
  const shares = once(() => new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 }));
  const lengths = LENGTHS.map(([belowMs, unit, unitMs]) => {
    const maximumFractionDigits = unit === "millisecond" ? 0 : 1;
    const options = { style: "unit", unit, unitDisplay: "narrow", maximumFractionDigits } as const;
    return { belowMs, unitMs, format: once(() => new Intl.NumberFormat(language, options)) };
  });
  return {
    /** The language and region that all of this is in, such as `en-GB`. */
    locale: language,
    moment: (iso: string) => moments().format(new Date(iso)),
    time: (iso: string) => times().format(new Date(iso)),
    /** The time with its day. */
    hour: (iso: string) => hours().format(new Date(iso)),
    /** The time to the millisecond. */
    clock: (iso: string) => clocks().format(new Date(iso)),
    day: (iso: string) => days().format(new Date(iso)),
    number: (value: number) => numbers().format(value),
    share: (value: number) => shares().format(value),
    /** How long ago, in the largest unit that fits. */
    ago: (iso: string, nowMs = Date.now()) => {
      const seconds = Math.round((new Date(iso).getTime() - nowMs) / 1_000);
      const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
      return relative().format(Math.round(seconds / size), unit);
    },
    duration: (ms: number) => {
      const length = lengths.find(({ belowMs }) => ms < belowMs) ?? lengths[0];
      return length === undefined ? "" : length.format().format(ms / length.unitMs);
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
