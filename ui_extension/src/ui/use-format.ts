import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { agoIn, lengthsIn } from "./lengths";

const CLOCK = {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
} as const;

/** Moments, durations and numbers in the reader's language. */
export function useFormat() {
  const { i18n } = useTranslation();
  return known(i18n.language, () => i18n.getFixedT(i18n.language, "ui"));
}

type Formats = ReturnType<typeof formatsOf>;

const byLanguage = new Map<string, Formats>();

function known(language: string, words: () => TFunction<"ui">): Formats {
  const found = byLanguage.get(language) ?? formatsOf(regional(language), words());
  byLanguage.set(language, found);
  return found;
}

/** The reader's own region of the language (`en-GB`), when their browser names one. */
const regional = (language: string) =>
  navigator.languages.find((tag) => tag.startsWith(language)) ?? language;

/** Making a formatter takes longer than a hundred uses of it: each is made once, when it is first needed. */
function formatsOf(language: string, words: TFunction<"ui">) {
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
  const numbers = once(() => new Intl.NumberFormat(language));
  const shares = once(() => new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 }));
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
    ago: (iso: string, nowMs = Date.now()) =>
      agoIn(words, Math.round((new Date(iso).getTime() - nowMs) / 1_000)),
    duration: lengthsIn(words),
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
