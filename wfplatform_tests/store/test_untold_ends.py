"""Ends of which nobody has to be told take a shorter way, and are as right when somebody has to be."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from wfplatform.kernel.ids import ExecutionId
from wfplatform.store.admission import ConcurrencyLimit
from wfplatform.store.columns import LARGEST_INLINE
from wfplatform.store.entry import Entry, Outcome
from wfplatform.store.runtimes import Lease
from wfplatform.store.store import Store
from wfplatform.store.views import ExecutionRow
from wfplatform_tests.store.builders import a_running, a_runtime, a_step, an_admission, an_end

Made = tuple[ExecutionId, Callable[[], Awaitable[None]]]
"""An execution at seq 2, and what must be true once it has ended."""


def ends(execution: ExecutionId, *, untold: bool = True, seq: int = 3) -> Entry:
    return Entry(execution, an_end(seq), "completed", is_over=True, untold=untold)


async def nothing_more() -> None:
    pass


async def the_usual(store: Store, lease: Lease) -> Made:
    return await a_running(store, lease), nothing_more


async def one_that_was_told_something(store: Store, lease: Lease) -> Made:
    execution = await a_running(store, lease)
    await store.tell(execution, b"{}", "00000000-0000-4000-8000-000000000001")

    async def nothing_is_left_of_it() -> None:
        assert (await store.load(execution)).inbox == ()

    return execution, nothing_is_left_of_it


async def one_that_has_read_something(store: Store, lease: Lease) -> Made:
    execution, then = await one_that_was_told_something(store, lease)
    consumed = ["00000000-0000-4000-8000-000000000001"]
    await store.commit(lease, [Entry(execution, (), "running", consumed=consumed)])
    return execution, then


async def one_that_was_called(store: Store, lease: Lease) -> Made:
    parent = await a_running(store, lease)
    execution = await a_running(store, lease, parent=parent)
    await store.commit(lease, [Entry(parent, a_step(3), "waiting", parked=True)])

    async def the_caller_hears_of_it() -> None:
        claimed = await store.claim(lease, "express", ["default"], 5)
        assert [one.execution for one in claimed] == [parent]

    return execution, the_caller_hears_of_it


async def one_that_holds_a_slot(store: Store, lease: Lease) -> Made:
    limit = ConcurrencyLimit("orders", 1, "reject")
    admission = an_admission(concurrency=limit)
    await store.admit(admission)
    await store.claim(lease, "express", ["default"], 1)
    await store.commit(lease, [Entry(admission.execution, a_step(2), "running")])

    async def the_slot_is_free() -> None:
        assert (await store.admit(an_admission(concurrency=limit))).created

    return admission.execution, the_slot_is_free


@pytest.mark.parametrize(
    "make",
    [
        the_usual,
        one_that_was_told_something,
        one_that_has_read_something,
        one_that_was_called,
        one_that_holds_a_slot,
    ],
)
async def test_an_end_that_is_taken_for_untold_is_whole_whatever_it_is(
    store: Store, make: Callable[[Store, Lease], Awaitable[Made]]
) -> None:
    lease = await a_runtime(store)
    execution, then = await make(store, lease)
    other = await a_running(store, lease)

    result = await store.commit(lease, [Entry(other, a_step(3), "running"), ends(execution)])

    assert [entry.outcome for entry in result.entries] == [Outcome.KEPT, Outcome.KEPT]
    assert [record.seq for record in (await store.load(execution)).records] == [1, 2, 3]
    row = await store.get_execution(execution)
    assert (row.status, row.last_seq, row.finished_at is not None) == ("completed", 3, True)
    assert [claimed.execution for claimed in await store.owned(lease) if claimed.execution == execution] == []
    await then()


async def test_the_shorter_way_writes_what_the_longer_one_writes(store: Store) -> None:
    lease = await a_runtime(store)
    short, long = [await a_running(store, lease, started_by="me", trigger="webhook") for _ in range(2)]

    await store.commit(lease, [ends(short)])
    await store.commit(lease, [ends(long, untold=False)])

    rows = [_alike(await store.get_execution(execution)) for execution in (short, long)]
    assert rows[0] == rows[1]


def _alike(row: ExecutionRow) -> ExecutionRow:
    return replace(row, execution=ExecutionId(""), root=ExecutionId(""), created_at=0, started_at=0, finished_at=0)


async def test_an_end_that_is_large_is_kept_too(store: Store) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)
    large = (*a_step(3, output="x" * (LARGEST_INLINE + 1)), *an_end(4))

    result = await store.commit(lease, [Entry(execution, large, "completed", is_over=True, untold=True)])

    assert result.entries[0].outcome is Outcome.KEPT
    assert (await store.load(execution)).records[2:] == large


async def test_an_end_of_somebody_elses_execution_is_lost(store: Store) -> None:
    lease, stranger = await a_runtime(store), await a_runtime(store, "worker-2")
    execution = await a_running(store, lease)

    result = await store.commit(stranger, [ends(execution)])

    assert result.entries[0].outcome is Outcome.LOST
    assert (await store.get_execution(execution)).status == "running"


async def test_an_end_whose_answer_was_lost_is_kept_once(store: Store) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)
    entry = ends(execution)
    await store.commit(lease, [entry])

    again = await store.commit(lease, [entry])

    assert again.entries[0].outcome is Outcome.KEPT
    assert len((await store.load(execution)).records) == 3


async def test_a_fenced_runtime_ends_nothing(store: Store) -> None:
    old = await a_runtime(store, "worker-1")
    execution = await a_running(store, old)
    await a_runtime(store, "worker-1")

    result = await store.commit(old, [ends(execution)])

    assert result.fenced
    assert (await store.get_execution(execution)).status == "running"
