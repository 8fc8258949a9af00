import type { Activity } from "@/core/catalogue/activity";

/** The newest of each activity, by category; both in the order of the alphabet. */
export function byCategory(
  activities: readonly Activity[],
  search = "",
): readonly (readonly [string, readonly Activity[]])[] {
  const wanted = search.trim().toLowerCase();
  const newest = new Map<string, Activity>();
  for (const activity of activities) {
    const known = newest.get(activity.name);
    if (known === undefined || known.major < activity.major) newest.set(activity.name, activity);
  }
  const categories = new Map<string, Activity[]>();
  for (const activity of newest.values()) {
    const said = `${activity.title} ${activity.name} ${activity.summary} ${activity.category}`.toLowerCase();
    if (!said.includes(wanted)) continue;
    categories.set(activity.category, [...(categories.get(activity.category) ?? []), activity]);
  }
  return [...categories]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(
      ([category, entries]) => [category, entries.sort((a, b) => a.title.localeCompare(b.title))] as const,
    );
}
