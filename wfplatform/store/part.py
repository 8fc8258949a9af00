"""What each part of the store has in common: the database and the clock."""

from wfplatform.kernel.clock import Clock
from wfplatform.store.database import Database


class Part:
    """One idea of the store. `Store` is the sum of its parts."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
