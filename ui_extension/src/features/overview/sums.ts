/** All that ended, however it did. */
export const total = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Of what ended on its own account: cancelled ones say nothing about success. Null when nothing did. */
export function successRate(ended: Readonly<Record<string, number>>): number | null {
  const good = ended["completed"] ?? 0;
  const bad = (ended["failed"] ?? 0) + (ended["compensated"] ?? 0);
  return good + bad === 0 ? null : good / (good + bad);
}
