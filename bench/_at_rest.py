"""What processes and their database take while nothing happens."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg

from bench.lane import processes


@dataclass(frozen=True, slots=True)
class Cost:
    """Cores that were busy with it, and transactions of one database a second."""

    worker_cores: float
    postgres_cores: float
    queries_a_second: float


def cost(dsn: str, *, workers: Sequence[int], postgres: int, seconds: float) -> Cost:
    """Look at them, their children included, for so many seconds.

    Transactions are PostgreSQL's own count of the database that `dsn` names: those of its autovacuum are among them.
    """
    roots = (workers, [postgres])
    before = [processes.cpu_seconds(processes.family(root)) for root in roots]
    queries = _transactions(dsn)
    begin = time.monotonic()
    time.sleep(seconds)
    took = time.monotonic() - begin
    # Sessions that came meanwhile were begun by the postmaster, which counts those that have ended.
    after = [processes.cpu_seconds(processes.family(root)) for root in roots]
    worker, server = ((late - early) / took for early, late in zip(before, after, strict=True))
    return Cost(worker, server, (_transactions(dsn) - queries) / took)


def _transactions(dsn: str) -> int:
    query = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()"
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SELECT pg_stat_clear_snapshot()")
        found = connection.execute(query).fetchone()
    assert found is not None
    return int(found[0])
