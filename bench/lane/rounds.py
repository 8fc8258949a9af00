"""Rounds: every system is measured in turn, then all again the other way round, so that no minute's noise is one's own.

A cell's figures are the medians of its rounds (of two: the mean); its note is the last round's, with each rate.
"""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bench.lane.rest import RESTLESS
from bench.lane.rows import Row


def in_turn(names: Sequence[str], rounds: int) -> Iterator[tuple[int, str]]:
    """Each round's number, from 1, and the systems in its order."""
    for number in range(1, rounds + 1):
        for name in names if number % 2 else reversed(names):
            yield number, name


def combined(rows: Sequence[Row]) -> list[Row]:
    """One row for each cell, in the order in which they first came."""
    cells: dict[tuple[str, str, int], list[Row]] = {}
    for row in rows:
        cells.setdefault((row.system, row.work, row.clients), []).append(row)
    return [_middle(found) for found in cells.values()]


def _middle(rounds: Sequence[Row]) -> Row:
    counting = [row for row in rounds if row.is_measured]
    if len(rounds) == 1 or not counting:
        return rounds[0]
    notes = [counting[-1].note, "answers/s of each round: " + ", ".join(f"{row.rps:.0f}" for row in counting)]
    if any(RESTLESS in row.note for row in counting[:-1]) and RESTLESS not in counting[-1].note:
        notes.append(f"in an earlier round {RESTLESS}")
    notes += [f"a round that does not count: {row.note}" for row in rounds if not row.is_measured]
    return replace(
        counting[-1],
        rps=round(statistics.median(row.rps for row in counting), 2),
        p50_ms=round(statistics.median(row.p50_ms for row in counting), 2),
        p95_ms=round(statistics.median(row.p95_ms for row in counting), 2),
        p99_ms=round(statistics.median(row.p99_ms for row in counting), 2),
        cpu_ms_per_request=round(statistics.median(row.cpu_ms_per_request for row in counting), 3),
        rss_mb=round(max(row.rss_mb for row in counting), 1),
        note="; ".join(note for note in notes if note),
    )
