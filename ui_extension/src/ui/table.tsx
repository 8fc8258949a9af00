import { clsx } from "clsx";
import type { ReactNode } from "react";

export type Column<T> = {
  key: string;
  label: string;
  cell: (row: T) => ReactNode;
  /** Only on wide screens. */
  isExtra?: boolean;
  isNumber?: boolean;
};

type Props<T> = {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  keyOf: (row: T) => string;
};

export function Table<T>({ label, columns, rows, keyOf }: Props<T>) {
  const shape = (column: Column<T>) =>
    clsx(
      "px-3 py-2 first:pl-4 last:pr-4",
      column.isExtra && "hidden md:table-cell",
      column.isNumber && "text-right tabular-nums",
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
    <section className="overflow-x-auto" tabIndex={0} aria-label={label}>
      <table className="w-full text-sm">
        <thead>
          <tr className="border-b border-line text-left text-xs text-muted">
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={clsx(shape(column), "font-medium whitespace-nowrap")}
              >
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className="border-b border-line last:border-0 hover:bg-hover/60">
              {columns.map((column) => (
                <td key={column.key} className={shape(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
