"""What is told to executions: once, in order, never lost on somebody who is about to park."""

import pytest

from wfplatform.kernel.codes.sto import EXECUTION_OVER, UNKNOWN_EXECUTION
from wfplatform.kernel.errors import Conflict, NotFound
from wfplatform.kernel.ids import new_execution_id
from wfplatform.store.entry import Entry
from wfplatform.store.store import Store
from wfplatform_tests.store.builders import a_running, a_runtime, a_step, an_end, now

FIRST = "00000000-0000-4000-8000-000000000001"
SECOND = "00000000-0000-4000-8000-000000000002"


async def test_messages_are_pending_in_the_order_they_came(store: Store) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)

    told = await store.tell(execution, b"one", FIRST)
    await store.tell(execution, b"two", SECOND)

    pending = await store.pending([execution])
    assert [message.payload for message in pending[execution]] == [b"one", b"two"]
    assert (told.is_new, told.lane, told.owner) == (True, "express", lease.runtime_id)


async def test_the_same_message_again_is_known_even_after_it_was_consumed(store: Store) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)
    await store.tell(execution, b"one", FIRST)
    await store.commit(lease, [Entry(execution, a_step(3), "running", consumed=[FIRST])])

    again = await store.tell(execution, b"one", FIRST)

    assert not again.is_new
    assert await store.pending([execution]) == {}


async def test_nothing_is_told_to_an_execution_that_is_over_or_unknown(store: Store) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)
    await store.commit(lease, [Entry(execution, an_end(3), "completed", is_over=True)])

    with pytest.raises(Conflict) as over:
        await store.tell(execution, b"late", FIRST)
    with pytest.raises(NotFound) as unknown:
        await store.tell(new_execution_id(now()), b"lost", FIRST)

    assert (over.value.code, unknown.value.code) == (EXECUTION_OVER, UNKNOWN_EXECUTION)


async def test_a_parked_execution_is_due_once_it_is_told_something(store: Store) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)
    await store.commit(lease, [Entry(execution, a_step(3), "waiting", parked=True)])

    await store.tell(execution, b"answer", FIRST)

    assert [one.execution for one in await store.claim(lease, "express", ["default"], 5)] == [execution]


async def test_what_was_told_before_parking_keeps_it_awake(store: Store) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)
    await store.tell(execution, b"answer", FIRST)

    await store.commit(lease, [Entry(execution, a_step(3), "waiting", parked=True)])

    assert [one.execution for one in await store.claim(lease, "express", ["default"], 5)] == [execution]


async def test_a_nudge_makes_a_parked_execution_due(store: Store) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)
    await store.release(lease, execution)

    await store.nudge(execution)

    assert [one.execution for one in await store.claim(lease, "express", ["default"], 5)] == [execution]
