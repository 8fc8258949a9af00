const STEPS = [2, 4, 6, 8, 10] as const;

/** Where a scale ends that has room for an amount: at a round number, whose half is a whole one. */
export function scaleTo(most: number): number {
  const ten = 10 ** Math.max(0, Math.ceil(Math.log10(most)) - 1);
  return ten * (STEPS.find((step) => step * ten >= most) ?? 2);
}
