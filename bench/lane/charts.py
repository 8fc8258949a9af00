"""Bar charts as SVG, drawn by hand: a few rectangles need no library. Readable on light and dark pages."""

from collections.abc import Sequence
from html import escape

from bench.lane.rows import OURS, Row

_WIDTH, _LABEL, _BAR, _GAP, _TOP = 760, 150, 18, 8, 34
_OURS, _THEIRS, _INK = "#2563eb", "#9ca3af", "#6b7280"


def bars(title: str, rows: Sequence[Row]) -> str:
    """Answers a second of each row, longest first; rows without figures say so."""
    ranked = sorted(rows, key=lambda row: -row.rps)
    longest = max((row.rps for row in ranked), default=0.0) or 1.0
    height = _TOP + len(ranked) * (_BAR + _GAP) + _GAP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"',
        f' font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="{escape(title)}">',
        f'<text x="0" y="18" font-weight="600" fill="{_INK}">{escape(title)}</text>',
    ]
    for place, row in enumerate(ranked):
        top = _TOP + place * (_BAR + _GAP)
        length = (_WIDTH - _LABEL - 130) * row.rps / longest
        colour = _OURS if row.system == OURS else _THEIRS
        told = f"{row.rps:,.1f}/s" if row.is_measured else "not measured"
        parts += [
            f'<text x="{_LABEL - 10}" y="{top + 14}" text-anchor="end" fill="{_INK}">{escape(row.system)}</text>',
            f'<rect x="{_LABEL}" y="{top}" width="{max(length, 1.0):.1f}" height="{_BAR}" rx="3" fill="{colour}"/>',
            f'<text x="{_LABEL + length + 8:.1f}" y="{top + 14}" fill="{_INK}">{told}</text>',
        ]
    return "\n".join([*parts, "</svg>"]) + "\n"
