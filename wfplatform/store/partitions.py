"""Partitions by UTC day: made ahead, dropped by policy."""

from datetime import date, timedelta
from typing import Final

from wfplatform.store.connection import Connection
from wfplatform.store.part import Part
from wfplatform.store.statements import statement

DAYS_AHEAD: Final = 7
_MOST_KEYS: Final = 10_000


class Partitions(Part):
    """Days."""

    async def ensure_partitions(self, today: date) -> int:
        """Make the partitions from yesterday to a week ahead that are missing, locking out nobody. How many it made.

        Called at the start and hourly. A day beyond them (a clock that was stepped) is made when it is needed.
        """
        first, last = today - timedelta(days=1), today + timedelta(days=DAYS_AHEAD)
        return int(await self._database.value("ensure_partitions", first, last))

    async def drop_partitions(self, before: date) -> tuple[date, ...]:
        """Drop all that belongs to executions which began before a day; the days that went.

        A day on which an execution began that is not over stays, with everything in it.
        """
        dropped: list[date] = []
        for row in await self._database.rows("droppable_days", before):
            day: date = row["day"]
            await self._database.patiently(lambda connection, day=day: _drop(connection, day))
            await self._database.rows("forget_runs", day)
            dropped.append(day)
        return tuple(dropped)

    async def forget_keys(self) -> int:
        """Forget some expired idempotency keys; how many. Ask again until it is none."""
        return int(await self._database.value("forget_keys", self._clock.now(), _MOST_KEYS))


async def _drop(connection: Connection, day: date) -> None:
    # Detached without locking anybody out, one statement at a time; what a crash interrupts is finished next time.
    for row in await connection.fetch(statement("partitions_of_day"), f"{day:%Y%m%d}"):
        parent, partition = row["parent"], row["partition"]
        if parent is not None:
            how = "FINALIZE" if row["is_pending"] else "CONCURRENTLY"
            await connection.execute(f"ALTER TABLE {parent} DETACH PARTITION {partition} {how}")
        await connection.execute(f"DROP TABLE {partition}")
