import { expect, test } from "vitest";
import type { DraftRow, Workflow } from "@/api/words";
import { found, rowsOf } from "./rows";

const published = (name: string, labels: Record<string, string> = {}): Workflow => ({
  name,
  version: "1.0.0",
  lane: "run",
  updated_at: "2026-05-01T10:00:00Z",
  updated_by: "ida",
  title: null,
  description: null,
  labels,
});
const draft = (name: string, updated_at: string): DraftRow => ({
  name,
  revision: 1,
  updated_at,
  updated_by: "ida",
  title: "Z",
});

test("a draft of a published workflow is not a second row", () => {
  const rows = rowsOf(
    [published("ship")],
    [draft("ship", "2026-05-02T10:00:00Z"), draft("new", "2026-05-02T10:00:00Z")],
  );

  expect(rows.map(({ name, version, hasDraft }) => [name, version, hasDraft])).toEqual([
    ["ship", "1.0.0", true],
    ["new", null, true],
  ]);
  expect(rows[0]?.changedAt).toBe("2026-05-02T10:00:00Z");
});

test("a search holds for names and labels, word by word", () => {
  const rows = rowsOf(
    [published("ship-order", { team: "sales" }), published("pay", { team: "finance" })],
    [],
  );

  expect(found(rows, "ORDER team:sales").map((row) => row.name)).toEqual(["ship-order"]);
  expect(found(rows, "team")).toHaveLength(2);
});

test("a draft that was published since it was changed is no news", () => {
  const [row] = rowsOf([published("ship")], [draft("ship", "2026-04-30T10:00:00Z")]);
  expect(row).toMatchObject({ hasDraft: false, changedAt: "2026-05-01T10:00:00Z" });
});
