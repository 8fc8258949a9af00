import type { DraftRow, Workflow } from "@/api/words";

/** A workflow in the list: published, or only a draft yet, or both. */
export type Row = {
  name: string;
  title: string;
  version: string | null;
  lane: string | null;
  labels: Record<string, string>;
  changedAt: string;
  /** One that was changed since the current version was published. */
  hasDraft: boolean;
};

/** As people count: 2 before 10. */
const byTitle = new Intl.Collator(undefined, { numeric: true });

export function rowsOf(published: readonly Workflow[], drafts: readonly DraftRow[]): Row[] {
  const rows = new Map<string, Row>();
  for (const one of published) {
    const { name, version, lane, labels } = one;
    rows.set(name, {
      name,
      title: one.title || name,
      version,
      lane,
      labels,
      changedAt: one.updated_at,
      hasDraft: false,
    });
  }
  for (const draft of drafts) {
    const known = rows.get(draft.name);
    if (known) {
      known.hasDraft = draft.updated_at > known.changedAt;
      if (known.hasDraft) known.changedAt = draft.updated_at;
    } else {
      const title = draft.title || draft.name;
      rows.set(draft.name, {
        name: draft.name,
        title,
        version: null,
        lane: null,
        labels: {},
        changedAt: draft.updated_at,
        hasDraft: true,
      });
    }
  }
  return [...rows.values()].sort((one, other) => byTitle.compare(one.title, other.title));
}

/** Those whose title, name or labels hold each of the words. */
export function found(rows: readonly Row[], text: string): Row[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const said = (row: Row) =>
    [row.title, row.name, ...Object.entries(row.labels).map(([key, value]) => `${key}:${value}`)]
      .join(" ")
      .toLowerCase();
  return rows.filter((row) => words.every((word) => said(row).includes(word)));
}
