// Where the keys lead in a tree (the ARIA pattern): to another row, or a row opens or closes.
import type { Row } from "./rows";

type Move = { to: Row } | { toggle: Row } | null;

/** `at` is the chosen row (-1: none), `page` how many are seen at once. */
export function moved(rows: readonly Row[], at: number, key: string, page: number): Move {
  const here = rows[at];
  const isParent = here !== undefined && here.inside > 0;
  if (key === "ArrowRight") {
    if (!isParent) return null;
    return here.isOpen ? leadingTo(rows[at + 1]) : { toggle: here };
  }
  if (key === "ArrowLeft") {
    if (isParent && here.isOpen) return { toggle: here };
    return here ? leadingTo(rows.findLast((row, index) => index < at && row.depth < here.depth)) : null;
  }
  const to = MOVES[key]?.(at, rows.length, page);
  return to === undefined ? null : leadingTo(rows[Math.max(0, Math.min(to, rows.length - 1))]);
}

const leadingTo = (row: Row | undefined): Move => (row ? { to: row } : null);

const MOVES: Record<string, (at: number, count: number, page: number) => number> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at, _, page) => at + page,
  PageUp: (at, _, page) => at - page,
  Home: () => 0,
  End: (_, count) => count - 1,
};
