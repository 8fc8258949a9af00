/** Rows of names and values as they are on the screen, and what of them is written. */
import { entriesOf, fromEntries, type Json, type JsonObject } from "@/core/json/json";

export interface MapRow {
  readonly id: number;
  /** As it is typed. */
  readonly key: string;
  readonly value: Json;
  /** The name that it is written under. None: the row is on the screen only, as its name is empty or taken. */
  readonly written: string | undefined;
}

let last = 0;
const nextId = () => {
  last += 1;
  return last;
};

export const rowsOf = (object: JsonObject): MapRow[] =>
  entriesOf(object).map(([key, value]) => ({ id: nextId(), key, value, written: key }));

export const emptyRow = (): MapRow => ({ id: nextId(), key: "", value: "", written: undefined });

export const objectOf = (rows: readonly MapRow[]): JsonObject =>
  fromEntries(rows.flatMap((row) => (row.written === undefined ? [] : [[row.written, row.value]])));

/** A row is called otherwise. While that name cannot be, it is written as it was `before` somebody began to type. */
export function renamed(
  rows: readonly MapRow[],
  row: MapRow,
  key: string,
  before: string | undefined,
): MapRow[] {
  const isFree = !rows.some((one) => one !== row && one.written === before);
  const written = isFree ? before : undefined;
  return settled(rows.map((one) => (one === row ? { ...row, key, written } : one)));
}

/** Each row that waits for a name gets it once no other row is written under it. */
export function settled(rows: readonly MapRow[]): MapRow[] {
  const taken = new Set(rows.map((row) => row.written));
  return rows.map((row) => {
    if (row.key === "" || row.key === row.written || taken.has(row.key)) return row;
    taken.add(row.key);
    return { ...row, written: row.key };
  });
}

export function complaintOf(row: MapRow): "taken" | "nameless" | null {
  if (row.key === "") return row.written !== undefined || row.value !== "" ? "nameless" : null;
  return row.key === row.written ? null : "taken";
}
