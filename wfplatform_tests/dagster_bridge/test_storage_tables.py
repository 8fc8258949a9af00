"""Dagster's tables are made by one process, while others that open the same new database wait."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from wfplatform.dagster_bridge.storage import TABLES_LOCK, PooledPostgresStorage

PATIENCE_SECONDS = 60


@contextmanager
def somebody_makes_tables(dsn: str) -> Iterator[None]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [TABLES_LOCK])
        yield


def tables_in(dsn: str) -> set[str]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    return {str(row[0]) for row in rows}


def somebody_waits(dsn: str) -> bool:
    with psycopg.connect(dsn, autocommit=True) as connection:
        query = "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)"
        row = connection.execute(query).fetchone()
    return row is not None and bool(row[0])


def test_who_opens_a_new_database_waits_for_the_one_that_makes_its_tables(empty_database: str) -> None:
    opening = threading.Thread(target=PooledPostgresStorage, args=(empty_database,), daemon=True)

    with somebody_makes_tables(empty_database):
        opening.start()
        while not somebody_waits(empty_database):
            assert opening.is_alive()
        meanwhile = tables_in(empty_database)
    opening.join(PATIENCE_SECONDS)

    assert meanwhile == set()
    assert {"runs", "event_logs", "jobs", "instance_info"} <= tables_in(empty_database)


def test_who_opens_a_database_with_all_tables_waits_for_nobody(empty_database: str) -> None:
    PooledPostgresStorage(empty_database).run_storage.dispose()
    opening = threading.Thread(target=PooledPostgresStorage, args=(empty_database,), daemon=True)

    with somebody_makes_tables(empty_database):
        opening.start()
        opening.join(PATIENCE_SECONDS)

        assert not opening.is_alive()
