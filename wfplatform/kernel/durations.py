"""Durations as people write them in documents: `250ms`, `30s`, `5m`, `48h`, `7d`, and nothing else."""

import re
from functools import lru_cache
from typing import Final

DURATION_PATTERN: Final = r"^[0-9]+(ms|s|m|h|d)$"
"""JSON Schema pattern of a duration."""

_MS_PER_UNIT: Final = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_LONGEST_MS: Final = 3_650 * 86_400_000


@lru_cache(maxsize=1_024)
def parse_duration_ms(text: str) -> int:
    """Read a duration as whole milliseconds.

    Raises `ValueError` that says how one is written, or that it is past ten years.
    """
    parts = re.fullmatch(r"([0-9]+)(ms|s|m|h|d)", text)
    if parts is None:
        raise ValueError(f"{text!r} is not a duration; write a whole number and one of ms, s, m, h, d, such as '30s'")
    milliseconds = int(parts[1]) * _MS_PER_UNIT[parts[2]]
    if milliseconds > _LONGEST_MS:
        raise ValueError(f"{text!r} is longer than ten years")
    return milliseconds


def format_duration(milliseconds: float) -> str:
    """Write a measured time for people: `0.4 ms`, `312 ms`, `4.2 s`, `3 m 05 s`, `2 h 10 m`, `4 d 3 h`."""
    seconds = milliseconds / 1_000
    if milliseconds < 10:
        return f"{milliseconds:.1f} ms"
    if milliseconds < 1_000:
        return f"{milliseconds:.0f} ms"
    if seconds < 60:
        return f"{seconds:.1f} s"
    whole = int(seconds)
    if whole < 3_600:
        return f"{whole // 60} m {whole % 60:02d} s"
    if whole < 86_400:
        return f"{whole // 3_600} h {whole % 3_600 // 60:02d} m"
    return f"{whole // 86_400} d {whole % 86_400 // 3_600} h"
