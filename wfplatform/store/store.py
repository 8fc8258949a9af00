"""The store as one thing: the sum of its parts. Others see of it what their own ports ask for."""

from typing import Any, Self

from wfplatform.kernel.clock import Clock, to_datetime
from wfplatform.store import driver
from wfplatform.store.admissions import Admissions
from wfplatform.store.ailing import AilingExecutions
from wfplatform.store.answers import Answers
from wfplatform.store.catalog import Catalog
from wfplatform.store.commits import Commits
from wfplatform.store.counts import Counts
from wfplatform.store.database import Database
from wfplatform.store.drafts import Drafts
from wfplatform.store.feed import Feed
from wfplatform.store.histories import Histories
from wfplatform.store.logs import Logs
from wfplatform.store.messages import Messages
from wfplatform.store.minutes import Minutes
from wfplatform.store.ownership import Ownership
from wfplatform.store.partitions import Partitions
from wfplatform.store.runs import Runs
from wfplatform.store.runtimes import Runtimes
from wfplatform.store.signals import Signals
from wfplatform.store.views import Views


class Store(
    Admissions,
    AilingExecutions,
    Answers,
    Catalog,
    Commits,
    Counts,
    Drafts,
    Feed,
    Histories,
    Logs,
    Messages,
    Minutes,
    Ownership,
    Partitions,
    Runs,
    Runtimes,
    Signals,
    Views,
):
    """Everything that is kept. Safe to share between the tasks of one event loop."""

    @classmethod
    async def open(
        cls, dsn: str, clock: Clock, *, most_sessions: int = 10, connection_class: type[Any] = driver.PlainConnection
    ) -> Self:
        """Connect to a migrated database, and see that there are partitions for the days to come.

        Raises `Unavailable` or `Misconfigured`.
        """
        database = await Database.open(dsn, clock, most=most_sessions, connection_class=connection_class)
        store = cls(database, clock)
        try:
            await store.ensure_partitions(to_datetime(clock.now()).date())
        except BaseException:
            await database.close()
            raise
        return store

    @property
    def patience_seconds(self) -> float:
        """How long a statement is tried again while the database is away."""
        return self._database.patience_seconds

    @patience_seconds.setter
    def patience_seconds(self, seconds: float) -> None:
        self._database.patience_seconds = seconds

    async def close(self) -> None:
        """End all sessions."""
        await self._database.close()
