export type Bump = "major" | "minor" | "patch";

const PARTS: readonly Bump[] = ["major", "minor", "patch"];

/** The version after this one when that part rises; the first one without. */
export function raised(version: string | null, part: Bump): string {
  if (!version) return "1.0.0";
  const at = PARTS.indexOf(part);
  const numbers = version.split(".").map(Number);
  return PARTS.map((_, index) =>
    index < at ? numbers[index] : index === at ? (numbers[index] ?? 0) + 1 : 0,
  ).join(".");
}

/** The parts that may rise when this one must: a person may raise a version further, never less. */
export const allowed = (least: Bump): readonly Bump[] => PARTS.slice(0, PARTS.indexOf(least) + 1);
