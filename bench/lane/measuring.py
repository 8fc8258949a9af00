"""Measures a system: served afresh, warmed up, at rest, then one cell for each work and client count."""

import time
from collections.abc import Iterator, Sequence

from bench.lane import load, processes
from bench.lane.load import CannotMeasure, Load
from bench.lane.processes import Used
from bench.lane.rest import RESTLESS, wait_for_rest
from bench.lane.rows import CLIENTS, WORKS, Row, Work, not_measured
from bench.lane.system import Serving, System
from bench.measure import note

WARM_UP_SECONDS = 3.0
WARM_UP_CLIENTS = 16
_SETTLE_SECONDS = 300.0
_WITHOUT = "it has no such work"


def measure(system: System, *, seconds: float, clients: Sequence[int] = CLIENTS) -> list[Row]:
    """All rows of a system. What keeps it from being measured becomes the note of its rows."""
    version = ""
    rows: list[Row] = []
    try:
        version = system.prepare()
        note(f"{system.name} {version}")
        with system.serve() as serving:
            for row in _cells(system, version, serving, max(seconds, system.seconds_a_cell), clients):
                note(_told(row))
                rows.append(row)
    except CannotMeasure as cause:
        note(f"{system.name}: {cause}")
        done = {(row.work, row.clients) for row in rows}
        rows += [row for row in not_measured(system.name, version, str(cause)) if (row.work, row.clients) not in done]
    return rows


def _cells(system: System, version: str, serving: Serving, seconds: float, clients: Sequence[int]) -> Iterator[Row]:
    for work in WORKS:
        url, told = serving.urls.get(work), serving.notes.get(work, "")
        if url is None:
            yield from not_measured(system.name, version, told or _WITHOUT, works=[work])
            continue
        warm_up = max(WARM_UP_SECONDS, system.seconds_a_cell / 10)
        load.run(url, clients=min(WARM_UP_CLIENTS, max(clients)), seconds=warm_up, prefix=f"{work}-warm")
        if not wait_for_rest(serving.roots):
            told = "; ".join(part for part in (told, RESTLESS) if part)
        for at_once in clients:
            _settle(serving)
            with processes.metered(serving.roots) as used:
                seen = load.run(url, clients=at_once, seconds=seconds, prefix=f"{work}-{at_once}")
            yield row_of(system.name, version, work, at_once, seen, used, told)


def _settle(serving: Serving) -> None:
    """Let what the cell before left unanswered end, so that it takes nothing from the next."""
    until = time.monotonic() + _SETTLE_SECONDS
    while not serving.is_idle() and time.monotonic() < until:
        time.sleep(1)


def row_of(system: str, version: str, work: Work, clients: int, seen: Load, used: Used, told: str = "") -> Row:
    """The row of a cell. Figures that do not count are left out, and the note says why."""
    if seen.fault is not None:
        return Row(system, version, work, clients, note=seen.fault)
    notes = [told, f"wrk took {seen.cpu_seconds / seen.seconds:.0%} of a core"]
    if used.machine is not None:
        others = max(0.0, used.machine.busy - used.machine.stolen - used.cpu_seconds - seen.cpu_seconds)
        notes.append(f"others {others / seen.seconds:.0%}, the host {used.machine.stolen / seen.seconds:.0%}")
    return Row(
        system,
        version,
        work,
        clients,
        rps=round(seen.rps, 2),
        p50_ms=round(seen.p50_ms, 2),
        p95_ms=round(seen.p95_ms, 2),
        p99_ms=round(seen.p99_ms, 2),
        cpu_ms_per_request=round(1_000 * used.cpu_seconds / seen.requests, 3),
        rss_mb=round(used.memory_mb, 1),
        note="; ".join(note for note in notes if note),
    )


def _told(row: Row) -> str:
    if not row.is_measured:
        return f"  {row.work:10} {row.clients:3} clients: {row.note}"
    return (
        f"  {row.work:10} {row.clients:3} clients: {row.rps:8.1f}/s, p50 {row.p50_ms:.2f} ms, p99 {row.p99_ms:.2f} ms, "
        f"{row.cpu_ms_per_request:.2f} ms CPU a request, {row.rss_mb:.0f} MB; {row.note}"
    )
