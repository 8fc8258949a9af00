// How long something is or how long ago it was, in words of our catalogues: a browser's own first number in a language
// costs it 20 ms on its page's thread (Chromium 150, two cores), in the middle of an opening.
import type { TFunction } from "i18next";

type Words = TFunction<"ui">;

/** Below how many ms, in which unit, and how many ms that has. */
const LENGTHS = [
  [1_000, "millisecond", 1],
  [60_000, "second", 1_000],
  [3_600_000, "minute", 60_000],
  [86_400_000, "hour", 3_600_000],
  [Number.POSITIVE_INFINITY, "day", 86_400_000],
] as const;

const MARK = "#";

/** Tells lengths, given in ms, with one digit after the point, milliseconds without: `1.5s`. */
export function lengthsIn(words: Words): (ms: number) => string {
  const point = words("length.point");
  // A list tells hundreds: what stands around the number is looked up once.
  const units = LENGTHS.map(([belowMs, unit, unitMs]) => ({
    belowMs,
    unitMs,
    digits: unit === "millisecond" ? 1 : 10,
    around: words(`length.${unit}`, { n: MARK }).split(MARK),
  }));
  return (ms) => {
    const unit = units.find(({ belowMs }) => ms < belowMs);
    if (unit === undefined) return "";
    const count = Math.round((ms / unit.unitMs) * unit.digits) / unit.digits;
    return unit.around.join(String(count).replace(".", point));
  };
}

const AGES = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** Of a moment so many seconds from now, negative when it is over: in the largest unit that fits. */
export function agoIn(words: Words, seconds: number): string {
  const [unit, size] = AGES.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  const count = Math.round(seconds / size);
  if (count === 0) return words("now");
  const day = unit === "day" ? NEAR_DAYS[count] : undefined;
  if (day !== undefined) return words(day);
  return words(`${count < 0 ? "past" : "future"}.${unit}`, { n: Math.abs(count) });
}

const NEAR_DAYS: Record<number, "yesterday" | "tomorrow"> = { [-1]: "yesterday", 1: "tomorrow" };
