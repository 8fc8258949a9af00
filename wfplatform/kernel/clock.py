"""Time: the only reader of the clock, and the only place that sleeps.

Instants are whole microseconds since 1970-01-01 UTC. An int, not a `datetime`: it goes into events, SQL and the
engine without a conversion, compares exactly, and cannot be naive.
"""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NewType, Protocol

Instant = NewType("Instant", int)
"""Microseconds since 1970-01-01T00:00:00Z."""

MICROSECONDS_PER_MS = 1_000
MICROSECONDS_PER_S = 1_000_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant(moment: datetime) -> Instant:
    """Turn an aware `datetime` into an instant. Raises `ValueError` for a naive one."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone")
    return Instant((moment - _EPOCH) // timedelta(microseconds=1))


def to_datetime(at: Instant) -> datetime:
    """Turn an instant into an aware UTC `datetime`."""
    return _EPOCH + timedelta(microseconds=at)


def to_iso(at: Instant) -> str:
    """Write an instant as RFC 3339 in UTC with microseconds, e.g. `2026-05-01T10:00:00.000000Z`."""
    seconds, microseconds = divmod(at, MICROSECONDS_PER_S)
    return f"{_iso_second(seconds)}.{microseconds:06d}Z"


@lru_cache(maxsize=4_096)
def _iso_second(seconds: int) -> str:
    return (_EPOCH + timedelta(seconds=seconds)).isoformat()[:19]


def after_ms(at: Instant, milliseconds: int) -> Instant:
    """The instant `milliseconds` after `at`."""
    return Instant(at + milliseconds * MICROSECONDS_PER_MS)


class Clock(Protocol):
    """What runs on time asks for it here, so that a test can hold time in its hands."""

    def now(self) -> Instant:
        """The wall clock. May jump when the machine's clock is stepped."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back; only differences mean anything. Leases and deadlines use this."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait; at least one turn of the event loop, also for zero or less."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> Instant:
        """Read the wall clock."""
        return Instant(time.time_ns() // 1_000)

    def monotonic(self) -> float:
        """Read the monotonic clock."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Sleep on the running event loop."""
        await asyncio.sleep(max(0.0, seconds))
