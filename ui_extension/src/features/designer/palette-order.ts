import type { Activity } from "@/core/catalogue/activity";

/** More words that people search an activity by. */
export type MoreWords = (activity: Activity) => string;

/**
 * The newest of each activity, by category; both in the order of the alphabet. What is searched for comes first where it
 * is the beginning of a title, then where a word of it begins so, and last where it merely stands somewhere.
 */
export function byCategory(
  activities: readonly Activity[],
  search = "",
  more: MoreWords = () => "",
): readonly (readonly [string, readonly Activity[]])[] {
  const wanted = wordsIn(search);
  const newest = new Map<string, Activity>();
  for (const activity of activities) {
    const known = newest.get(activity.name);
    if (known === undefined || known.major < activity.major) newest.set(activity.name, activity);
  }
  const found = [...newest.values()]
    .map((activity) => ({ activity, rank: rankOf(activity, wanted, more) }))
    .filter(({ rank }) => rank < Infinity)
    .sort((a, b) => a.rank - b.rank || byAlphabet(a.activity, b.activity));
  const categories = new Map<string, Activity[]>();
  for (const { activity } of found)
    categories.set(activity.category, [...(categories.get(activity.category) ?? []), activity]);
  return [...categories];
}

const byAlphabet = (a: Activity, b: Activity) =>
  a.category.localeCompare(b.category) || a.title.localeCompare(b.title);

/** The lower the better; infinite where one of the words is not found. */
function rankOf(activity: Activity, wanted: readonly string[], more: MoreWords): number {
  const places = [
    activity.title,
    activity.name,
    more(activity),
    `${activity.category} ${activity.summary}`,
  ].map(wordsIn);
  const rankOfWord = (word: string) => {
    if (places[0]?.[0]?.startsWith(word)) return 0;
    const begun = places.findIndex((words) => words.some((one) => one.startsWith(word)));
    if (begun >= 0) return begun + 1;
    // Two letters stand in nearly everything.
    const isWithin = word.length > 2 && places.flat().some((one) => one.includes(word));
    return isWithin ? places.length + 1 : Infinity;
  };
  return wanted.reduce((sum, word) => sum + rankOfWord(word), 0);
}

/** In lower case and without accents: `Für-jedes` is `fur` and `jedes`. */
function wordsIn(text: string): readonly string[] {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}
