"""Two batches of one runtime at the same time: those that touch only their own rows; all others run alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg

from wfplatform.kernel.ids import ExecutionId
from wfplatform.store.entry import CommitResult, Entry, Outcome
from wfplatform.store.runtimes import Lease
from wfplatform.store.store import Store
from wfplatform_tests.store.builders import a_running, a_runtime, a_step, an_end

_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
_MANY_ROUND_TRIPS = 50


@asynccontextmanager
async def held_up(database: str, store: Store, lease: Lease, entry: Entry) -> AsyncIterator[asyncio.Task[CommitResult]]:
    """A commit of this entry that waits in the database, for somebody who lets its row go after the block."""
    with psycopg.connect(database) as other, psycopg.connect(database, autocommit=True) as looking:
        other.execute("SELECT FROM wfplatform.live_executions WHERE execution_id = %s FOR UPDATE", [entry.execution])
        commit = asyncio.create_task(store.commit(lease, [entry]))
        while looking.execute(_WAITING).fetchone() != (1,):  # noqa: ASYNC110  # it waits in the database
            await asyncio.sleep(0.01)
        yield commit
        other.rollback()
    assert (await commit).entries[0].outcome is Outcome.KEPT


async def test_what_only_goes_on_does_not_wait_for_another_batch(store: Store, database: str) -> None:
    lease = await a_runtime(store)
    slow, quick = await a_running(store, lease), await a_running(store, lease)

    async with held_up(database, store, lease, _step(slow)) as waiting:
        result = await store.commit(lease, [_step(quick)])

        assert result.entries[0].outcome is Outcome.KEPT
        assert not waiting.done()


async def test_what_tells_others_of_its_end_runs_alone(store: Store, database: str) -> None:
    """It writes its caller's row too: beside a batch with that caller the two could wait for each other."""
    lease = await a_runtime(store)
    parent = await a_running(store, lease)
    child = await a_running(store, lease, parent=parent)
    async with held_up(database, store, lease, _step(await a_running(store, lease))):
        await store.commit(lease, [_step(await a_running(store, lease))])  # so that both sessions are open

    async with held_up(database, store, lease, Entry(child, an_end(3), "completed", is_over=True)):
        goes_on = asyncio.create_task(store.commit(lease, [_step(parent)]))
        for _ in range(_MANY_ROUND_TRIPS):
            await store.get_execution(parent)

        assert not goes_on.done()
    assert (await goes_on).entries[0].outcome is Outcome.KEPT


def _step(execution: ExecutionId) -> Entry:
    return Entry(execution, a_step(3), "running")
