import { clsx } from "clsx";

const COLOURS: Record<string, string> = {
  completed: "bg-success",
  failed: "bg-danger",
  stalled: "bg-danger",
  running: "bg-status-running",
  waiting: "bg-status-waiting",
  cancelled: "bg-status-paused",
  compensated: "bg-status-undoing",
};

type Props = {
  /** Oldest first; height is a share of the tallest. */
  bars: readonly { key: string; status: string; height: number }[];
  /** What it shows, in words. */
  label: string;
};

/** The last few things and how they ended, as bars: tall took long. Failures reach below the line too. */
export function Sparkline({ bars, label }: Props) {
  return (
    <div role="img" aria-label={label} className="flex h-5 items-end gap-px">
      {bars.map((bar) => (
        <span
          key={bar.key}
          style={{ height: `${Math.max(20, Math.round(bar.height * 100))}%` }}
          className={clsx(
            "w-1 rounded-sm",
            COLOURS[bar.status] ?? "bg-status-pending",
            bar.status === "failed" && "min-h-full",
          )}
        />
      ))}
    </div>
  );
}
