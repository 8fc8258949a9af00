import { scaleTo } from "./scale-to";
import { useFormat } from "./use-format";

type Part = { key: string; label: string; colour: string };
type Bar = { key: string; label: string; values: Record<string, number> };
type Props = { label: string; parts: readonly Part[]; bars: readonly Bar[]; heightPx?: number };

const WIDTH = 600;
const GAP = 2;

/** Amounts over time, stacked by kind. Each bar has its figures as a title; the table behind it is the caller's. */
export function StackedBars({ label, parts, bars, heightPx = 140 }: Props) {
  const format = useFormat();
  const totals = bars.map((bar) => parts.reduce((sum, part) => sum + (bar.values[part.key] ?? 0), 0));
  const most = scaleTo(Math.max(0, ...totals));
  const width = WIDTH / Math.max(1, bars.length);
  return (
    <div className="flex gap-2">
      <ol
        aria-hidden
        className="-my-2 flex flex-col justify-between text-right text-xs text-muted tabular-nums"
      >
        {[most, most / 2, 0].map((value) => (
          <li key={value}>{format.number(value)}</li>
        ))}
      </ol>
      <svg
        viewBox={`0 0 ${WIDTH} ${heightPx}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
        className="min-w-0 flex-1"
        style={{ height: heightPx }}
      >
        <title>{label}</title>
        {[0, 0.5, 1].map((share) => (
          <line
            key={share}
            x1={0}
            x2={WIDTH}
            y1={heightPx * (1 - share)}
            y2={heightPx * (1 - share)}
            stroke="var(--line)"
            vectorEffect="non-scaling-stroke"
          />
        ))}
        {bars.map((bar, at) => (
          <g key={bar.key}>
            <title>{`${bar.label}: ${parts.map((part) => `${part.label} ${bar.values[part.key] ?? 0}`).join(", ")}`}</title>
            <rect x={at * width} y={0} width={width} height={heightPx} fill="transparent" />
            {stacked(bar, parts, heightPx / most).map((piece) => (
              <rect
                key={piece.key}
                x={at * width + GAP / 2}
                y={heightPx - piece.top}
                width={Math.max(1, width - GAP)}
                height={piece.height}
                fill={piece.colour}
              />
            ))}
          </g>
        ))}
      </svg>
    </div>
  );
}

function stacked(bar: Bar, parts: readonly Part[], scale: number) {
  let top = 0;
  return parts.flatMap((part) => {
    const height = (bar.values[part.key] ?? 0) * scale;
    top += height;
    return height > 0 ? [{ key: part.key, colour: part.colour, height, top }] : [];
  });
}
