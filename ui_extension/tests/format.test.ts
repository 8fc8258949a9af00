// @vitest-environment jsdom
// Lengths and moments as people read them.
import i18next from "i18next";
import { beforeAll, describe, expect, test } from "vitest";
import type { Language } from "../src/app/i18n/language";
import { startI18n } from "../src/app/i18n/start";
import { agoIn, lengthsIn } from "../src/ui/lengths";

const LENGTHS_MS = [12, 1_500, 90_000, 5_400_000, 129_600_000];
const AGES_S = [0, -5, -120, -7_200, -86_400, -200_000, 5, 120, 7_200, 86_400, 200_000];

describe.each<[Language, string[], string[], string[]]>([
  [
    "en",
    ["12ms", "1.5s", "1.5m", "1.5h", "1.5d"],
    ["now", "5 sec. ago", "2 min. ago", "2 hr. ago", "yesterday", "2 days ago"],
    ["in 5 sec.", "in 2 min.", "in 2 hr.", "tomorrow", "in 2 days"],
  ],
  [
    "de",
    ["12 ms", "1,5 s", "1,5 min", "1,5 h", "1,5 d"],
    ["jetzt", "vor 5 Sek.", "vor 2 Min.", "vor 2 Std.", "gestern", "vor 2 Tagen"],
    ["in 5 Sek.", "in 2 Min.", "in 2 Std.", "morgen", "in 2 Tagen"],
  ],
])("in the language %s", (language, lengths, past, future) => {
  beforeAll(() => startI18n(language));
  const words = () => i18next.getFixedT(language, "ui");

  test("a length is told in the unit that fits it", () => {
    expect(LENGTHS_MS.map(lengthsIn(words()))).toEqual(lengths);
  });

  test("how long ago is told in the largest unit that fits", () => {
    expect(AGES_S.map((seconds) => agoIn(words(), seconds))).toEqual([...past, ...future]);
  });
});
