"""Statuses, times and values in a few characters."""

from typing import Final

from wfplatform.cli.answers import When, micros
from wfplatform.kernel.clock import to_datetime
from wfplatform.kernel.durations import format_duration
from wfplatform.kernel.json import Json, NotJson, encode

ICONS: Final = {
    "pending": "○",
    "queued": "○",
    "running": "●",
    "waiting": "◷",
    "retrying": "↻",
    "paused": "‖",
    "cancelling": "◌",
    "compensating": "↶",
    "stalled": "!",
    "unknown": "?",
    "completed": "✓",
    "failed": "✗",
    "skipped": "↷",
    "cancelled": "⊘",
    "compensated": "↺",
}
STYLES: Final = {
    "running": "yellow",
    "retrying": "yellow",
    "waiting": "cyan",
    "paused": "cyan",
    "cancelling": "magenta",
    "compensating": "magenta",
    "compensated": "magenta",
    "stalled": "bold red",
    "unknown": "bold red",
    "completed": "green",
    "failed": "red",
    "cancelled": "dim",
    "skipped": "dim",
    "pending": "dim",
    "queued": "dim",
}


def icon(status: str) -> str:
    """One character for a status."""
    return ICONS.get(status, "·")


def style(status: str) -> str:
    """The colour of a status."""
    return STYLES.get(status, "")


def moment(when: When | None) -> str:
    """`2026-05-01 12:00:00` in UTC, or nothing."""
    return to_datetime(micros(when)).strftime("%Y-%m-%d %H:%M:%S") if when is not None else ""


def clock_time(when: When) -> str:
    """`12:00:00.010` in UTC."""
    return to_datetime(micros(when)).strftime("%H:%M:%S.%f")[:-3]


def took(since: When | None, until: When | None) -> str:
    """The time between two instants, or nothing while one is missing."""
    if since is None or until is None:
        return ""
    return format_duration((micros(until) - micros(since)) / 1_000)


def duration(milliseconds: float | None) -> str:
    """A duration, or nothing."""
    return format_duration(milliseconds) if milliseconds is not None else ""


def short(value: Json, most: int = 60) -> str:
    """A value as JSON on one line, cut off with an ellipsis."""
    try:
        text = encode(value).decode()
    except NotJson:
        text = str(value)
    return cut(text, most)


def cut(text: str, most: int) -> str:
    """The text on one line, at most so many characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
