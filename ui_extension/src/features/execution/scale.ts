// Where a moment lies on the waterfall, as a share of its width.
const LEAST = 0.003;

export type Scale = { fromMs: number; untilMs: number };
export type Bar = { left: number; width: number };

const ms = (iso: string) => new Date(iso).getTime();

export function scaleOf(createdAt: string | null, finishedAt: string | null, nowMs: number): Scale {
  const fromMs = createdAt ? ms(createdAt) : nowMs;
  return { fromMs, untilMs: Math.max(finishedAt ? ms(finishedAt) : nowMs, fromMs + 1) };
}

/** The bar from one moment to another (or until now), never too thin to be seen; null for what has not begun. */
export function barOf(scale: Scale, from: string | null, until: string | null): Bar | null {
  if (!from) return null;
  const whole = scale.untilMs - scale.fromMs;
  const left = share((ms(from) - scale.fromMs) / whole);
  const right = share(((until ? ms(until) : scale.untilMs) - scale.fromMs) / whole);
  const width = Math.max(right - left, LEAST);
  return { left: Math.min(left, 1 - width), width };
}

const share = (value: number) => Math.min(1, Math.max(0, value));
