"""What a lane did, by minutes, and up to which minute that was told to somebody; who may tell it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from wfplatform.kernel import json
from wfplatform.kernel.clock import Instant, to_datetime
from wfplatform.kernel.ids import ProjectId, WorkflowName
from wfplatform.store import trouble
from wfplatform.store.connection import Connection
from wfplatform.store.database import Database
from wfplatform.store.part import Part

MINUTE: Final = 60_000_000
"""Microseconds."""
_LOCK: Final = 0x7766_0004


@dataclass(frozen=True, slots=True)
class Activity:
    """A workflow in a minute (since 1970). `percentiles` are p50, p95 and p99 in milliseconds of what ended."""

    minute: int
    project: ProjectId
    workflow: WorkflowName
    started: int
    completed: int
    failed: int
    cancelled: int
    waiting: int
    percentiles: tuple[float, float, float] | None = None
    failures: Mapping[str, int] = field(default_factory=dict[str, int])


class Minutes(Part):
    """Minutes."""

    async def activity(self, lane: str, first: int, last: int) -> Sequence[Activity]:
        """What the live executions of a lane did from minute `first` to `last`, both included, in order of minutes.

        `waiting` is how many wait now. A workflow that did nothing is left out.
        """
        begin, end = Instant(first * MINUTE), Instant((last + 1) * MINUTE)
        days = to_datetime(begin).date(), (to_datetime(end) - timedelta(microseconds=1)).date()
        rows = await self._database.rows("minutes", lane, begin, end, _first_id(begin), _first_id(end), *days)
        return [
            Activity(
                row["minute"],
                ProjectId(str(row["project_id"])),
                WorkflowName(row["workflow"]),
                row["started"],
                row["completed"],
                row["failed"],
                row["cancelled"],
                row["waiting"],
                tuple(row["ms"]) if row["ms"] is not None else None,
                json.decode(row["failures"]) if row["failures"] is not None else {},
            )
            for row in rows
        ]

    async def reported_minute(self, reporter: str) -> int | None:
        """The last minute that this reporter has told; None for a new one."""
        found = await self._database.value("reported_minute", reporter)
        return None if found is None else int(found)

    async def save_reported_minute(self, reporter: str, minute: int) -> None:
        """Remember it; never goes back."""
        await self._database.rows("save_reported", reporter, minute)

    def sole_reporter(self) -> "SoleReporter":
        """The right to report, which one process has at a time. To be closed."""
        return SoleReporter(self._database)


class SoleReporter:
    """A session that holds, or tries to get, an advisory lock: it is free again when the process dies."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._session: Connection | None = None
        self._has_it = False

    async def take(self) -> bool:
        """Take it, or see that it is still ours. Raises what the driver raises."""
        if self._session is None or self._session.is_closed():
            self._has_it = False
            self._session = await self._database.session("reporter")
        try:
            # Asked of the session also when the lock is ours: one that is gone without our notice has lost it.
            asked = "SELECT true" if self._has_it else f"SELECT pg_try_advisory_lock({_LOCK})"
            self._has_it = bool(await self._session.fetchval(asked))
        except trouble.TROUBLE:
            await self.release()
            raise
        return self._has_it

    async def release(self) -> None:
        """Give it back."""
        session, has_it = self._session, self._has_it
        self._session, self._has_it = None, False
        if session is None:
            return
        if has_it:  # at once, and not only when the server has noticed that we are gone
            with suppress(*trouble.TROUBLE):
                await session.fetchrow("SELECT pg_advisory_unlock_all()", timeout=2)
        session.terminate()


def _first_id(at: Instant) -> str:
    """The lowest id that an execution made at this instant may have."""
    return f"{at // 1_000:012x}" + "0" * 20
