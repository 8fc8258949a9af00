"""Days: there before they are needed, gone when policy says so."""

from datetime import UTC, date, datetime

import psycopg

from wfplatform.kernel.clock import instant
from wfplatform.store.entry import Entry
from wfplatform.store.store import Store
from wfplatform_tests.store.builders import HeldClock, a_key, a_running, a_runtime, an_admission, an_end

FIRST, SECOND, THIRD = date(2040, 1, 1), date(2040, 1, 2), date(2040, 1, 3)
MIDNIGHT = instant(datetime(2040, 1, 2, tzinfo=UTC))


def tables_of(database: str, day: date) -> int:
    with psycopg.connect(database) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname LIKE %s", [f"%_{day:%Y%m%d}"]
        ).fetchone()
    return int(found[0]) if found else 0


async def test_a_week_is_made_ahead_once(store: Store, database: str) -> None:
    made = await store.ensure_partitions(SECOND)
    again = await store.ensure_partitions(SECOND)

    assert (made, again) == (9 * 5, 0)
    assert [tables_of(database, day) for day in (FIRST, date(2040, 1, 9), date(2040, 1, 10))] == [5, 5, 0]


async def test_an_execution_that_lives_over_midnight_stays_in_its_own_day(store: Store, database: str) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease, at=type(MIDNIGHT)(MIDNIGHT - 1))

    await store.commit(lease, [Entry(execution, an_end(3), "completed", is_over=True)])

    assert len((await store.load(execution)).records) == 3
    with psycopg.connect(database) as connection:
        days = connection.execute("SELECT DISTINCT day FROM wfplatform.execution_events").fetchall()
    assert days == [(FIRST,)]


async def test_a_batch_may_hold_executions_of_two_days(store: Store) -> None:
    lease = await a_runtime(store)
    before = await a_running(store, lease, at=type(MIDNIGHT)(MIDNIGHT - 1))
    after = await a_running(store, lease, at=MIDNIGHT)

    result = await store.commit(lease, [Entry(one, an_end(3), "completed", is_over=True) for one in (before, after)])

    assert {entry.outcome for entry in result.entries} == {"kept"}


async def test_partitions_are_made_while_somebody_is_idle_in_a_transaction(store: Store, database: str) -> None:
    with psycopg.connect(database) as idle:
        idle.execute("SELECT count(*) FROM wfplatform.execution_events")

        made = await store.ensure_partitions(SECOND)
        lease = await a_runtime(store)
        await a_running(store, lease, at=MIDNIGHT)

        idle.rollback()
    assert made == 9 * 5


async def test_expired_keys_are_forgotten(store: Store, clock: HeldClock) -> None:
    await store.admit(an_admission(key=a_key("short", seconds=60)))
    await store.admit(an_admission(key=a_key("long", seconds=600)))
    clock.ahead_seconds = 120

    assert [await store.forget_keys(), await store.forget_keys()] == [1, 0]
