"""Histories and plans, read back."""

import pytest

from wfplatform.kernel.codes.sto import UNKNOWN_EXECUTION, UNKNOWN_PLAN
from wfplatform.kernel.errors import NotFound
from wfplatform.kernel.ids import PlanHash, new_execution_id
from wfplatform.store.entry import Entry
from wfplatform.store.store import Store
from wfplatform_tests.store.builders import PLAN, a_running, a_runtime, a_step, an_end, now


async def test_many_histories_come_in_one_go_live_and_over(store: Store) -> None:
    lease = await a_runtime(store)
    live, over = await a_running(store, lease), await a_running(store, lease)
    await store.commit(lease, [Entry(over, an_end(3), "failed", is_over=True)])

    histories = await store.load_many([live, over, new_execution_id(now())])

    assert {(one.execution, one.status, len(one.records)) for one in histories} == {
        (live, "running", 2), (over, "failed", 3),
    }  # fmt: skip
    assert {one.plan for one in histories} == {PLAN}


async def test_a_stretch_of_a_history_can_be_read(store: Store) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)
    for seq in range(3, 7):
        await store.commit(lease, [Entry(execution, a_step(seq), "running")])

    assert [record.seq for record in await store.load_events(execution, 2, limit=3)] == [3, 4, 5]
    assert await store.load_events(execution, 6) == ()


async def test_an_unknown_execution_is_told(store: Store) -> None:
    with pytest.raises(NotFound) as refused:
        await store.load(new_execution_id(now()))

    assert refused.value.code is UNKNOWN_EXECUTION


async def test_a_plan_is_kept_under_its_hash(store: Store) -> None:
    await store.put_plan(PLAN, b"plan")
    await store.put_plan(PLAN, b"plan")

    assert await store.get_plan(PLAN) == b"plan"


async def test_an_unknown_plan_is_told(store: Store) -> None:
    with pytest.raises(NotFound) as refused:
        await store.get_plan(PlanHash("cd" * 32))

    assert refused.value.code is UNKNOWN_PLAN
