"""A timeline as a table with bars: what ran when, nested as it ran.

A bar's cells are equal parts of the time from the first start to the last end, so that what ran side by side stands
side by side. What has no end yet reaches to the last thing that is known.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.console import Group, RenderableType
from rich.text import Text

from wfplatform.cli.answers import Failure, Step, Timeline, When, micros
from wfplatform.cli.render.words import cut, duration, icon, style

BAR_CELLS = 28
_HEADINGS = ("STEP", "STATUS", "AT", "TOOK")
MOST_ITERATIONS = 20
"""Of one loop: the first ones, the last one and those that failed are shown; the others are counted."""


@dataclass(frozen=True, slots=True)
class _Row:
    depth: int
    status: str
    name: str
    since: When | None
    until: When | None
    duration_ms: float | None = None
    notes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


def timeline(told: Timeline) -> RenderableType:
    """The head, the steps, and why it failed."""
    rows = list(_steps(told.steps, 0))
    instants = [micros(when) for row in rows for when in (row.since, row.until) if when is not None]
    begin, end = (min(instants), max(instants)) if instants else (0, 0)
    head = Text(f"{told.workflow} {told.version}  ".lstrip(), "bold").append(told.execution, "not bold")
    head.append(f"\n{icon(told.status)} {told.status}", style(told.status))
    if told.duration_ms is not None:
        head.append(f" in {duration(told.duration_ms)}")
    if told.error is not None:
        head.append(f": {_why(told.error)}", "red")
    return Group(head, *_lines(rows, begin, end))


def _lines(rows: list[_Row], begin: int, end: int) -> Iterator[Text]:
    """Columns by hand: what is noted under a step must not widen the column of the steps."""
    if not rows:
        return
    cells = [(*_cells(row, begin), _bar(row, begin, end)) for row in rows]
    widths = [max(len(heading), *(len(one[column]) for one in cells)) for column, heading in enumerate(_HEADINGS)]
    yield Text("\n" + "  ".join(word.ljust(width) for word, width in zip(_HEADINGS, widths, strict=True)), "bold")
    for row, (name, status, at, took, bar) in zip(rows, cells, strict=True):
        line = Text(name.ljust(widths[0]) + "  " + status.ljust(widths[1]), style(row.status))
        line.append(f"  {at.rjust(widths[2])}  {took.rjust(widths[3])}", "default")
        yield line.append(f"  {bar}")
        for text, colour in row.notes:
            yield Text(f"{'  ' * row.depth}    {text}", colour)


def _cells(row: _Row, begin: int) -> tuple[str, str, str, str]:
    name = f"{'  ' * row.depth}{icon(row.status)} {row.name}"
    at = f"+{duration((micros(row.since) - begin) / 1_000)}" if row.since is not None else ""
    return name, row.status, at, duration(row.duration_ms)


def _bar(row: _Row, begin: int, end: int) -> str:
    if row.since is None or end <= begin:
        return ""
    since = micros(row.since)
    until = micros(row.until) if row.until is not None else end
    first = int((since - begin) * BAR_CELLS / (end - begin))
    last = int((until - begin) * BAR_CELLS / (end - begin))
    if first >= BAR_CELLS or last <= first:
        return " " * min(first, BAR_CELLS - 1) + "▏"
    return " " * first + "█" * (last - first)


def _steps(steps: tuple[Step, ...], depth: int) -> Iterator[_Row]:
    for step in steps:
        yield _Row(
            depth,
            step.status,
            step.node,
            step.started_at,
            step.finished_at,
            step.duration_ms,
            list(_notes(step)),
        )
        yield from _iterations(step, depth + 1)
        if step.compensation is not None:
            undo = step.compensation
            notes = list(_notes(undo))
            yield _Row(depth + 1, undo.status, "undo", undo.started_at, undo.finished_at, undo.duration_ms, notes)


def _iterations(step: Step, depth: int) -> Iterator[_Row]:
    left_out = 0
    for index, iteration in enumerate(step.iterations):
        is_shown = (
            index < MOST_ITERATIONS
            or index == len(step.iterations) - 1
            or iteration.status not in ("completed", "cancelled")
        )
        if not is_shown:
            left_out += 1
            continue
        if left_out:
            yield _left_out(left_out, depth)
            left_out = 0
        name = iteration.scope.rpartition("/")[2]
        milliseconds = None
        if iteration.ended_at is not None:
            milliseconds = (micros(iteration.ended_at) - micros(iteration.started_at)) / 1_000
        yield _Row(depth, iteration.status, name, iteration.started_at, iteration.ended_at, milliseconds)
        yield from _steps(iteration.steps, depth + 1)


def _left_out(number: int, depth: int) -> _Row:
    return _Row(depth, "", f"{number} more that completed", None, None)


def _notes(step: Step) -> Iterator[tuple[str, str]]:
    if step.reused_from is not None:
        yield f"taken over from {step.reused_from}", "dim"
    if step.child is not None:
        yield f"child {step.child}", "dim"
    if len(step.attempts) > 1:
        for attempt in step.attempts:
            text = f"attempt {attempt.number} {attempt.outcome}"
            if attempt.error is not None:
                text += f": {_why(attempt.error)}"
            if attempt.delay_ms is not None:
                text += f"; next after {duration(attempt.delay_ms)}"
            yield text, "dim"
    for pause in step.waits:
        milliseconds = (micros(pause.ended_at) - micros(pause.since)) / 1_000 if pause.ended_at is not None else None
        text = f"waited {duration(milliseconds)} for {_awaited(pause.kind)}" if milliseconds is not None else ""
        yield text or f"waits for {_awaited(pause.kind)}", "cyan"
    if step.port not in (None, "out"):
        yield f"left by {step.port}", "dim"
    if step.error is not None:
        yield _why(step.error), "red" if step.status == "failed" else "dim"


def _awaited(kind: str) -> str:
    return {"task": "a decision", "answer": "an answer", "poll": "a result", "timer": "a time"}.get(kind, f"a {kind}")


def _why(error: Failure) -> str:
    return f"{error.code} {cut(error.message, 80)}"
