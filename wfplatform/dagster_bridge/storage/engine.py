"""One pool of connections for all of Dagster's storages in a process.

Dagster's own Postgres storages open a connection for each statement (54 for a run of five ops). A pooled connection
may have died since it was used last; asking it each time would cost as much as the statement, so only one that
rested for a while is asked.
"""

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection, QueuePool

from wfplatform.kernel.clock import SystemClock

_RESTED_SECONDS: Final = 5.0
_USED_AT: Final = "wfplatform_used_at"


def pooled_engine(url: str, *, pool_size: int, application: str = "wfplatform-dagster") -> sa.Engine:
    """An engine in autocommit, as Dagster's storages expect it. Opened lazily, and never across a fork."""
    engine = sa.create_engine(
        with_driver(url),
        isolation_level="AUTOCOMMIT",
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=8,
        pool_use_lifo=True,
        connect_args={"application_name": application},
    )
    clock = SystemClock()

    def checked_in(_connection: Any, entry: ConnectionPoolEntry) -> None:
        entry.info[_USED_AT] = clock.monotonic()

    def checked_out(connection: Any, entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
        used_at = entry.info.get(_USED_AT)
        if used_at is None or clock.monotonic() - used_at < _RESTED_SECONDS:
            return
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except Exception as dead:
            raise DisconnectionError from dead  # the pool drops it and opens another

    event.listen(engine, "checkin", checked_in)
    event.listen(engine, "checkout", checked_out)
    return engine


def with_driver(url: str) -> str:
    """The same URL with the driver that dagster-postgres is written for; a bare one means another since 2.1."""
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg2://{rest}" if scheme in {"postgres", "postgresql"} else url
