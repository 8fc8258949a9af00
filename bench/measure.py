"""What a benchmark is written with: repeat, compare within one run, and report as JSON lines.

A benchmark is a module `bench/NAME.py` that prints reports when run as `python -m bench.NAME`. Its docstring says what
is measured and against what. A figure without a comparison made in the same run says more about the machine than about
us: prefer `compare`, which takes turns, so that both sides meet the same noise.
"""

import asyncio
import gc
import json
import math
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sample:
    """Durations of one thing done many times, in seconds."""

    seconds: tuple[float, ...]

    @property
    def p50(self) -> float:
        """The median."""
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        """What 95 of 100 do not exceed."""
        return self.percentile(95)

    @property
    def p99(self) -> float:
        """What 99 of 100 do not exceed."""
        return self.percentile(99)

    @property
    def mean(self) -> float:
        """The arithmetic mean."""
        return statistics.fmean(self.seconds)

    @property
    def best(self) -> float:
        """The shortest: the least disturbed."""
        return min(self.seconds)

    def percentile(self, percent: float) -> float:
        """The smallest measured duration that `percent` of 100 do not exceed (nearest rank)."""
        ranked = sorted(self.seconds)
        return ranked[max(0, math.ceil(len(ranked) * percent / 100) - 1)]


def repeat(what: Callable[[], Any], *, times: int = 20, warmup: int = 2) -> Sample:
    """Do `what` a few times unmeasured, then `times` times measured, the garbage collector held back meanwhile."""
    for _ in range(warmup):
        what()
    return Sample(tuple(_timed(what) for _ in range(times)))


async def repeat_async(what: Callable[[], Awaitable[Any]], *, times: int = 20, warmup: int = 2) -> Sample:
    """`repeat` for a coroutine function, one after the other on the running loop."""
    for _ in range(warmup):
        await what()
    taken: list[float] = []
    for _ in range(times):
        begin = time.perf_counter()
        await what()
        taken.append(time.perf_counter() - begin)
    return Sample(tuple(taken))


async def in_flight(what: Callable[[int], Awaitable[Any]], *, total: int, at_once: int) -> tuple[float, Sample]:
    """Do `what(0..total-1)` with `at_once` under way. Returns how many a second, and each one's duration."""
    numbers = iter(range(total))
    taken: list[float] = []

    async def worker() -> None:
        for number in numbers:
            begin = time.perf_counter()
            await what(number)
            taken.append(time.perf_counter() - begin)

    begin = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(worker())
    return total / (time.perf_counter() - begin), Sample(tuple(taken))


def compare(
    ours: Callable[[], Any], theirs: Callable[[], Any], *, times: int = 10, warmup: int = 1
) -> tuple[Sample, Sample, float]:
    """Take turns. Returns our sample, theirs, and the ratio of the medians (below 1: ours is faster)."""
    for _ in range(warmup):
        ours()
        theirs()
    turns = [(_timed(ours), _timed(theirs)) for _ in range(times)]
    our_sample = Sample(tuple(mine for mine, _ in turns))
    their_sample = Sample(tuple(other for _, other in turns))
    return our_sample, their_sample, our_sample.p50 / their_sample.p50


def report(
    metric: str,
    value: float,
    unit: str,
    *,
    at_most: float | None = None,
    at_least: float | None = None,
    against: str | None = None,
    **details: Any,
) -> None:
    """Print one figure as a JSON line.

    `at_most` or `at_least` is what it must hold; `against` says what it was compared with in the same run; `details`
    are further figures that help to judge it (a p99, sizes, counts).
    """
    line: dict[str, Any] = {"metric": metric, "value": round(value, 4), "unit": unit}
    if at_most is not None:
        line |= {"at_most": at_most, "holds": value <= at_most}
    if at_least is not None:
        line |= {"at_least": at_least, "holds": value >= at_least}
    if against is not None:
        line["against"] = against
    if details:
        line["details"] = {name: round(it, 4) if isinstance(it, float) else it for name, it in details.items()}
    print(json.dumps(line), flush=True)


def report_times(
    metric: str, sample: Sample, *, at_most_ms: float | None = None, against: str | None = None, **details: Any
) -> None:
    """Report a sample's median in milliseconds, with its p99 and its size beside it."""
    report(
        metric,
        sample.p50 * 1_000,
        "ms",
        at_most=at_most_ms,
        against=against,
        p99_ms=sample.p99 * 1_000,
        best_ms=sample.best * 1_000,
        times=len(sample.seconds),
        **details,
    )


def note(text: str) -> None:
    """Tell whoever watches; goes to standard error, not into the results."""
    print(text, file=sys.stderr, flush=True)


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Ratio of the medians."""
    return statistics.median(ours) / statistics.median(theirs)


def _timed(what: Callable[[], Any]) -> float:
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        begin = time.perf_counter()
        what()
        return time.perf_counter() - begin
    finally:
        if was_enabled:
            gc.enable()
