"""The store in hostile surroundings: what was acknowledged is stored, once, whatever breaks."""

import asyncio
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from wfplatform.kernel.codes.sto import DISK_FULL, NO_DATABASE, UNREACHABLE
from wfplatform.kernel.errors import Misconfigured, Unavailable
from wfplatform.kernel.ids import ExecutionId
from wfplatform.store.embedded import EmbeddedPostgres
from wfplatform.store.embedded.cluster import SMALL
from wfplatform.store.entry import Entry, Outcome
from wfplatform.store.migrate import migrate
from wfplatform.store.ownership import Claimed
from wfplatform.store.runtimes import Lease
from wfplatform.store.store import Store
from wfplatform_tests.postgres import PostgresServer, as_role, temporary_folder
from wfplatform_tests.store.builders import (
    HeldClock,
    a_key,
    a_running,
    a_runtime,
    a_start,
    a_step,
    an_admission,
    an_end,
    opened,
)
from wfplatform_tests.store.faults import losing, losing_at

_STEPS = range(3, 8)
_REFUSE_WRITES = """
CREATE FUNCTION wfplatform.no_space() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER no_space BEFORE INSERT ON wfplatform.execution_events
    FOR EACH ROW EXECUTE FUNCTION wfplatform.no_space();
"""


async def a_whole_life(store: Store, lease: Lease) -> tuple[ExecutionId, list[Outcome]]:
    """An execution from its beginning to its end, each entry when the one before is durable."""
    admission = an_admission()
    execution = admission.execution
    entries = [
        Entry(execution, a_start(), "running", begins=admission),
        *(Entry(execution, a_step(seq, f"step_{seq}"), "running") for seq in _STEPS),
        Entry(execution, an_end(8), "completed", is_over=True, untold=True),
    ]
    return execution, [(await store.commit(lease, [entry])).entries[0].outcome for entry in entries]


async def assert_whole(store: Store, lives: list[tuple[ExecutionId, list[Outcome]]]) -> None:
    for execution, outcomes in lives:
        assert set(outcomes) == {Outcome.KEPT}
        assert [record.seq for record in (await store.load(execution)).records] == list(range(1, 9))


async def test_lost_replies_double_nothing_and_lose_nothing(database: str) -> None:
    async with opened(database, connection_class=losing(0.1)) as store:
        lease = await a_runtime(store)
        lives = [await a_whole_life(store, lease) for _ in range(15)]

        await assert_whole(store, lives)


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("number", range(1, 8))
async def test_whichever_reply_is_lost_the_same_things_are_true(database: str, number: int, moment: str) -> None:
    lives: list[tuple[ExecutionId, list[Outcome]]] = []
    async with opened(database, connection_class=losing_at(number, moment)) as store:
        lease = await a_runtime(store)
        queued = an_admission(key=a_key("order-1"))
        admitted = await store.admit(queued)
        taken = await store.claim_one(lease, queued.execution)
        told = await store.tell(queued.execution, b"{}", "00000000-0000-4000-8000-000000000001")
        lives.append(await a_whole_life(store, lease))
        await assert_whole(store, lives)

    assert admitted.created
    assert isinstance(taken, Claimed)
    assert told.owner == lease.runtime_id
    async with opened(database) as store:
        assert len((await store.load(queued.execution)).inbox) == 2
        assert len(await store.owned(lease)) == 1


async def test_a_claim_whose_answer_was_lost_is_found_among_what_is_owned(database: str) -> None:
    async with opened(database) as calm:
        lease = await a_runtime(calm)
        admission = an_admission()
        await calm.admit(admission)
        async with opened(database, connection_class=losing_at(2, "after")) as store:
            claimed = await store.claim(lease, "express", ["default"], 5)

        assert claimed == ()
        assert [one.execution for one in await calm.owned(lease)] == [admission.execution]


async def test_sessions_that_are_ended_from_outside_are_replaced(store: Store, database: str) -> None:
    lease = await a_runtime(store)
    ended = asyncio.Event()

    async def end_sessions() -> None:
        while not ended.is_set():
            await asyncio.to_thread(terminate_all, database)
            await asyncio.sleep(0.2)

    ending = asyncio.ensure_future(end_sessions())
    lives = [await a_whole_life(store, lease) for _ in range(10)]
    ended.set()
    await ending

    await assert_whole(store, lives)


def terminate_all(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def own_server() -> Iterator[tuple[EmbeddedPostgres, str]]:
    """A server that a test may kill."""
    folder = temporary_folder()
    server = EmbeddedPostgres(folder / "own", settings=SMALL)
    dsn = server.start().dsn
    migrate(dsn)
    yield server, dsn
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


async def test_a_server_that_is_killed_in_mid_commit_and_comes_back_has_all_that_was_acknowledged(
    own_server: tuple[EmbeddedPostgres, str],
) -> None:
    server, dsn = own_server
    async with opened(dsn) as store:
        lease = await a_runtime(store)
        living = asyncio.gather(*(a_whole_life(store, lease) for _ in range(30)))
        for _ in range(2):
            await asyncio.sleep(0.05)
            await asyncio.to_thread(kill_and_restart, server)

        await assert_whole(store, await living)


def kill_and_restart(server: EmbeddedPostgres) -> None:
    assert server.pid is not None
    with suppress(ProcessLookupError):
        os.kill(server.pid, signal.SIGKILL)
    server.stop()
    server.start()


async def test_a_full_disk_is_waited_for(store: Store, database: str) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(_REFUSE_WRITES.encode())

    committing = asyncio.ensure_future(store.commit(lease, [Entry(execution, a_step(3), "running")]))
    await asyncio.sleep(0.1)
    waited = not committing.done()
    await asyncio.to_thread(free_space, database)

    assert waited
    assert (await committing).entries[0].outcome is Outcome.KEPT


def free_space(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("DROP TRIGGER no_space ON wfplatform.execution_events")


async def test_a_disk_that_stays_full_is_told_and_nothing_acknowledged(store: Store, database: str) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)
    store.patience_seconds = 0.05
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(_REFUSE_WRITES.encode())

    with pytest.raises(Unavailable) as refused:
        await store.commit(lease, [Entry(execution, a_step(3), "running")])

    assert refused.value.code is DISK_FULL
    assert len((await store.load(execution)).records) == 2


async def test_two_writers_with_one_epoch_cannot_both_continue_a_history(store: Store, database: str) -> None:
    lease = await a_runtime(store)
    executions = [await a_running(store, lease) for _ in range(10)]
    async with opened(database) as twin:
        answers = await asyncio.gather(
            store.commit(lease, [Entry(one, a_step(3, "mine"), "running") for one in executions]),
            twin.commit(lease, [Entry(one, a_step(3, "theirs"), "running") for one in executions]),
        )

    for place in range(10):
        outcomes = sorted(answer.entries[place].outcome for answer in answers)
        assert outcomes == [Outcome.KEPT, Outcome.LOST]
    assert {len(history.records) for history in await store.load_many(executions)} == {3}


async def test_a_takeover_waits_for_a_batch_in_flight_and_the_next_batch_is_empty(store: Store, database: str) -> None:
    dying, heir = await a_runtime(store, "worker-1", seconds=-1), await a_runtime(store, "worker-2")
    execution = await a_running(store, dying)
    with psycopg.connect(database) as batch:
        batch.execute("SELECT 1 FROM wfplatform.runtimes WHERE runtime_id = %s FOR SHARE", [dying.runtime_id])
        taking = asyncio.ensure_future(store.claim_one(heir, execution))
        await asyncio.sleep(0.1)
        waited = not taking.done()
        batch.commit()

    assert waited
    assert isinstance(await taking, Claimed)
    assert (await store.commit(dying, [Entry(execution, a_step(3), "running")])).fenced


async def test_somebody_idle_in_a_transaction_holds_up_nobody(store: Store, database: str) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)
    with psycopg.connect(database) as idle:
        idle.execute("SELECT count(*) FROM wfplatform.live_executions")
        idle.execute("SELECT count(*) FROM wfplatform.executions")

        committed = await store.commit(lease, [Entry(execution, an_end(3), "completed", is_over=True)])
        reaped = await store.reap()

        idle.rollback()
    assert (committed.entries[0].outcome, reaped) == (Outcome.KEPT, 0)


async def test_everything_works_without_a_superuser(postgres_server: PostgresServer, empty_database: str) -> None:
    with as_role(postgres_server, empty_database, owner=True) as dsn:
        migrate(dsn)
        async with opened(dsn) as store:
            lease = await a_runtime(store)
            guard = await store.guard(lease)
            lives = [await a_whole_life(store, lease)]
            await assert_whole(store, lives)
            assert await store.reap() == 0
            await guard.close()


async def test_a_runtime_whose_guard_is_gone_is_reaped_before_its_lease_is_over(store: Store, database: str) -> None:
    lease = await a_runtime(store, seconds=3_600)
    guard = await store.guard(lease)
    await guard.close()
    await until_no_lock_is_held(database)
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("UPDATE wfplatform.runtimes SET beat_at = beat_at - interval '1 second'")

    assert await store.reap() == 1


async def until_no_lock_is_held(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        held: object = True
        while held:
            await asyncio.sleep(0.01)
            row = connection.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").fetchone()
            held = row and row[0]


@pytest.mark.parametrize("days", [40, -40])
async def test_executions_go_on_when_the_clock_was_stepped(store: Store, clock: HeldClock, days: int) -> None:
    lease = await a_runtime(store)
    clock.ahead_seconds = days * 86_400
    execution = await a_running(store, lease, at=clock.now())

    result = await store.commit(lease, [Entry(execution, an_end(3), "completed", is_over=True)])

    assert result.entries[0].outcome is Outcome.KEPT
    assert await store.heartbeat(lease)


async def test_a_database_that_is_not_there_is_told_from_one_that_does_not_answer(
    database: str, tmp_path: Path
) -> None:
    with pytest.raises(Misconfigured) as wrong:
        await Store.open(database.replace("/wf_test", "/wf_other"), HeldClock())
    with pytest.raises(Unavailable) as silent:
        await Store.open(f"postgresql://nobody@/nothing?host={tmp_path}", HeldClock())

    assert (wrong.value.code, silent.value.code) == (NO_DATABASE, UNREACHABLE)
