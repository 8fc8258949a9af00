import type { ReactNode } from "react";

/** Every status has a shape of its own: colour alone tells nobody anything. */
const disc = <circle key="d" cx="8" cy="8" r="7" fill="currentColor" stroke="none" />;
const ring = <circle key="r" cx="8" cy="8" r="6" />;
const mark = { stroke: "var(--surface)", strokeWidth: 2 } as const;

const SHAPES: Record<string, readonly [colour: string, shape: ReactNode]> = {
  pending: ["text-status-pending", ring],
  queued: [
    "text-status-pending",
    [<circle key="r" cx="8" cy="8" r="6" strokeDasharray="2.4 2.3" />, <path key="d" d="M5.5 8h5" />],
  ],
  running: [
    "text-status-running",
    <circle key="r" cx="8" cy="8" r="5.75" fill="var(--status-running-fill)" className="animate-blink" />,
  ],
  waiting: [
    "text-status-waiting",
    <path
      key="p"
      d="M4.5 2h7M4.5 14h7M5 2.2c0 3 1.6 4.3 3 5.8-1.4 1.5-3 2.8-3 5.8M11 2.2c0 3-1.6 4.3-3 5.8 1.4 1.5 3 2.8 3 5.8"
    />,
  ],
  retrying: ["text-status-running", <path key="p" d="M13 8a5 5 0 1 1-1.6-3.7M13.2 2v3h-3" />],
  paused: ["text-status-paused", [ring, <path key="p" d="M6.5 5.8v4.4M9.5 5.8v4.4" />]],
  cancelling: [
    "text-status-paused",
    [
      <circle key="r" cx="8" cy="8" r="6" strokeDasharray="2.4 2.3" />,
      <path key="p" d="M6 6l4 4M10 6l-4 4" />,
    ],
  ],
  compensating: [
    "text-status-undoing",
    [
      <path key="p" d="M6 3.5 3 6.5l3 3" />,
      <path key="q" d="M3.2 6.5H9a4 4 0 0 1 0 7H6.5" strokeDasharray="2.4 2.3" />,
    ],
  ],
  stalled: ["text-danger", [<path key="t" d="M8 1.8 15 14H1Z" />, <path key="m" d="M8 6.2v3.6M8 12v.1" />]],
  unknown: ["text-status-undoing", [ring, <path key="q" d="M6.3 6.4A1.8 1.8 0 1 1 8 8.6v.4M8 11.2v.1" />]],
  completed: ["text-success", [disc, <path key="m" d="m4.8 8.2 2.2 2.2 4.2-4.6" {...mark} />]],
  failed: ["text-danger", [disc, <path key="m" d="m5.5 5.5 5 5m0-5-5 5" {...mark} />]],
  skipped: ["text-status-pending", <path key="p" d="M3 4.2 7.4 8 3 11.8ZM8.6 4.2 13 8l-4.4 3.8Z" />],
  cancelled: ["text-status-paused", [ring, <path key="m" d="m3.9 12.1 8.2-8.2" />]],
  compensated: [
    "text-status-undoing",
    [<path key="p" d="M6 3.5 3 6.5l3 3" />, <path key="q" d="M3.2 6.5H9a4 4 0 0 1 0 7H6.5" />],
  ],
};

type Props = {
  status: string;
  /** Its name in the reader's language; without, the icon is decoration beside a text that says it. */
  label?: string | undefined;
  sizePx?: number;
};

export function StatusIcon({ status, label, sizePx = 16 }: Props) {
  const [colour, shape] = SHAPES[status] ?? (SHAPES["unknown"] as readonly [string, ReactNode]);
  const naming = label ? { role: "img", "aria-label": label } : { "aria-hidden": true };
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it has a title when it has a label, and is hidden when not
    <svg
      viewBox="0 0 16 16"
      width={sizePx}
      height={sizePx}
      className={`wf-sign shrink-0 ${colour}`}
      data-status={status}
      {...naming}
    >
      {label && <title>{label}</title>}
      {shape}
    </svg>
  );
}

/** The statuses that have an icon. */
export const DRAWN: readonly string[] = Object.keys(SHAPES);
