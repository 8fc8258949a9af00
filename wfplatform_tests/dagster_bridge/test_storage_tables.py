"""Dagster's tables are made by one process, while others that open the same new database wait."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Engine, event

from wfplatform.dagster_bridge.storage import (
    TABLES_LOCK,
    PooledPostgresStorage,
    PooledRunStorage,
    PooledScheduleStorage,
)
from wfplatform.dagster_bridge.storage.remembered import remembered

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


def test_a_column_that_was_seen_is_not_asked_for_again(empty_database: str) -> None:
    storage = PooledPostgresStorage(empty_database)
    sent: list[object] = []

    def note(*told: object) -> None:
        sent.append(told[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        runs, schedules = storage.run_storage, storage.schedule_storage
        assert isinstance(runs, PooledRunStorage)
        assert isinstance(schedules, PooledScheduleStorage)

        answers = [(runs.has_backfill_id_column(), schedules.has_instigators_table()) for _ in range(2)]
        asked = len(sent)
        again = (runs.has_backfill_id_column(), schedules.has_instigators_table())
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        storage.run_storage.dispose()

    assert {*answers, again} == {(True, True)}
    assert asked > 0
    assert len(sent) == asked


def test_what_is_not_there_yet_is_asked_for_until_it_is() -> None:
    class Upgraded:
        answers = iter([False, False, True])

        @remembered
        def has_column(self) -> bool:
            return next(self.answers)

    storage = Upgraded()

    assert [storage.has_column() for _ in range(5)] == [False, False, True, True, True]
