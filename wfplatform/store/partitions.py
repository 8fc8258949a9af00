"""Partitions by UTC day, made ahead. How they go is in `days`."""

from datetime import date, timedelta
from typing import Final

from wfplatform.store.part import Part

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

    async def forget_keys(self) -> int:
        """Forget some expired idempotency keys; how many. Ask again until it is none."""
        return int(await self._database.value("forget_keys", self._clock.now(), _MOST_KEYS))
