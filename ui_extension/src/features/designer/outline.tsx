import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useBodyName } from "@/canvas/body-name";
import { marksOf } from "@/core/diagnostics/diagnostic";
import { setField } from "@/core/document/commands/nodes";
import type { End } from "@/core/graph/ends";
import { removeAll } from "./commands";
import { ConnectDialog } from "./connect-dialog";
import { outlineRows, type Row } from "./outline-rows";
import { useDesigner, useDesignerStore } from "./store";
import { TAKES_KEYS } from "./use-keys";

const OF_SELECTION = new Set(["m", "M", "F10", "ContextMenu"]);
const OF_SELECTION_WITH_CTRL = new Set(["c", "x", "d", "D", "g"]);

type Props = { onAddBehind: (id: string) => void; onConnect: (from: End, to: string) => void };

/** The whole workflow as a tree, to be read and changed by keyboard and screen reader alone. */
export function Outline({ onAddBehind, onConnect }: Props) {
  const { t } = useTranslation("designer");
  const bodyName = useBodyName();
  const store = useDesignerStore();
  const document = useDesigner((state) => state.document);
  const chosen = useDesigner((state) => state.selection.nodes);
  const diagnostics = useDesigner((state) => state.diagnostics);
  const marks = useMemo(() => marksOf(diagnostics), [diagnostics]);
  const rows = useMemo(() => outlineRows(document), [document]);
  const [current, setCurrent] = useState<string | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [connecting, setConnecting] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const focusable = rows.some((row) => row.id === current) ? current : rows[0]?.id;

  const go = (row: Row | undefined) => {
    if (row === undefined) return;
    setCurrent(row.id);
    tree.current?.querySelector<HTMLElement>(`[data-row="${row.id}"]`)?.focus();
  };
  const onKey = (event: KeyboardEvent, row: Row, index: number) => {
    // What these do, they do with what is selected.
    const isWithCtrl = event.ctrlKey || event.metaKey;
    const known = isWithCtrl ? OF_SELECTION_WITH_CTRL : OF_SELECTION;
    if (known.has(event.key) && renaming === null && !chosen.includes(row.id))
      store.getState().select({ nodes: [row.id] });
    const doing = keysOf(row, index).get(event.key);
    if (doing === undefined || isWithCtrl || renaming !== null) return;
    event.preventDefault();
    event.stopPropagation();
    doing();
  };
  const keysOf = (row: Row, index: number) =>
    new Map<string, () => void>([
      ["ArrowDown", () => go(rows[index + 1])],
      ["ArrowUp", () => go(rows[index - 1])],
      ["ArrowRight", () => go(rows[index + 1]?.level === row.level + 1 ? rows[index + 1] : undefined)],
      ["ArrowLeft", () => go(rows.slice(0, index).findLast((one) => one.level < row.level))],
      ["Home", () => go(rows[0])],
      ["End", () => go(rows.at(-1))],
      ["Enter", () => store.getState().show(row.id)],
      [" ", () => store.getState().show(row.id)],
      ["a", () => onAddBehind(row.id)],
      ["c", () => setConnecting(row.id)],
      ["F2", () => setRenaming(row.id)],
      ["Delete", () => removed(row, index)],
      ["Backspace", () => removed(row, index)],
    ]);
  const removed = (row: Row, index: number) => {
    removeAll(store.getState(), [row.id], []);
    go(rows[index - 1] ?? rows[index + 1]);
  };

  if (rows.length === 0) return <p className="p-4 text-sm text-muted">{t("outline.empty")}</p>;
  return (
    <div {...TAKES_KEYS} className="p-2">
      <p id="outline-help" className="px-2 pb-2 text-xs text-muted">
        {t("outline.help")}
      </p>
      <div ref={tree} role="tree" aria-label={t("outline.label")} aria-describedby="outline-help">
        {rows.map((row, index) => (
          <div
            key={row.id}
            role="treeitem"
            aria-level={row.level}
            aria-selected={chosen.includes(row.id)}
            {...(row.hasChildren ? { "aria-expanded": true } : {})}
            tabIndex={row.id === focusable ? 0 : -1}
            data-row={row.id}
            className="rounded-md px-2 py-1 text-sm hover:bg-hover aria-selected:bg-selected"
            style={{ paddingLeft: 8 + (row.level - 1) * 16 }}
            onFocus={() => setCurrent(row.id)}
            onClick={() => store.getState().show(row.id)}
            onKeyDown={(event) => onKey(event, row, index)}
          >
            {renaming === row.id ? (
              <Rename
                row={row}
                onDone={(title) => {
                  setRenaming(null);
                  if (title !== null)
                    store.getState().edit("title", setField(row.id, ["title"], title || undefined));
                  requestAnimationFrame(() => go(row));
                }}
              />
            ) : (
              <>
                <span className="font-medium wrap-anywhere">{row.title}</span>
                <RowMarks isOff={row.isOff} errors={marks.get(row.id)?.errors ?? 0} />
                <span className="block truncate text-xs text-muted">
                  {row.body !== null && `${bodyName(row.body)}, `}
                  {row.follows.length === 0
                    ? t("outline.first")
                    : t("outline.follows", { nodes: row.follows.join(", ") })}
                </span>
              </>
            )}
          </div>
        ))}
      </div>
      {connecting !== null && (
        <ConnectDialog
          from={connecting}
          onClose={(edge) => {
            const row = rows.find((one) => one.id === connecting);
            setConnecting(null);
            // The row has the focus again before anything else asks for it.
            requestAnimationFrame(() => {
              go(row);
              if (edge !== undefined) onConnect(edge.from, edge.to);
            });
          }}
        />
      )}
    </div>
  );
}

/** What its card shows of it: whether it is switched off, and what is wrong. */
function RowMarks({ isOff, errors }: { isOff: boolean; errors: number }) {
  const { t } = useTranslation("canvas");
  return (
    <>
      {isOff && <span className="ml-2 text-xs text-muted">{t("disabled")}</span>}
      {errors > 0 && <span className="ml-2 text-xs text-danger">{t("errors", { count: errors })}</span>}
    </>
  );
}

function Rename({ row, onDone }: { row: Row; onDone: (title: string | null) => void }) {
  const { t } = useTranslation("designer");
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: a person asked for it by F2, and comes back by Enter or Escape
      autoFocus
      aria-label={t("node.title")}
      defaultValue={row.title}
      className="w-full rounded border border-line-control bg-surface px-1"
      onFocus={(event) => event.target.select()}
      onBlur={(event) => onDone(event.target.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") onDone(event.currentTarget.value);
        if (event.key === "Escape") onDone(null);
      }}
    />
  );
}
