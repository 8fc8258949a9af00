"""The way in: acknowledged means stored, once per key, within limits."""

import asyncio
from datetime import UTC, datetime

import pytest

from wfplatform.events.vocabulary import ExecutionQueued
from wfplatform.kernel.clock import instant
from wfplatform.kernel.codes.sto import CONCURRENCY_FULL, KEY_REUSED, UNKNOWN_PROJECT
from wfplatform.kernel.errors import Conflict, NotFound
from wfplatform.kernel.ids import ProjectId
from wfplatform.store.admission import Admitted, ConcurrencyLimit
from wfplatform.store.entry import Entry
from wfplatform.store.store import Store
from wfplatform_tests.store.builders import HeldClock, a_key, a_runtime, a_start, an_admission, an_end


async def test_an_admitted_execution_is_queued_with_its_start_command(store: Store) -> None:
    admission = an_admission()

    admitted = await store.admit(admission)

    history = await store.load(admission.execution)
    assert admitted == Admitted(admission.execution, created=True)
    assert [record.event for record in history.records] == [ExecutionQueued()]
    assert [message.payload for message in history.inbox] == [admission.start]
    assert history.status == "queued"


async def test_the_same_key_answers_with_the_first_execution(store: Store) -> None:
    first = an_admission(key=a_key("order-1"))
    await store.admit(first)

    again = await store.admit(an_admission(key=a_key("order-1")))

    assert again == Admitted(first.execution, created=False)


async def test_the_same_key_with_another_input_is_a_conflict(store: Store) -> None:
    await store.admit(an_admission(key=a_key("order-1")))

    with pytest.raises(Conflict) as refused:
        await store.admit(an_admission(key=a_key("order-1", request=b"another input")))

    assert refused.value.code is KEY_REUSED


async def test_an_expired_key_is_taken_over(store: Store, clock: HeldClock) -> None:
    await store.admit(an_admission(key=a_key("order-1", seconds=60)))
    clock.ahead_seconds = 61
    second = an_admission(key=a_key("order-1", request=b"another input"))

    admitted = await store.admit(second)

    assert admitted == Admitted(second.execution, created=True)


async def test_of_many_who_come_with_one_key_one_wins(store: Store) -> None:
    admissions = [an_admission(key=a_key("order-1")) for _ in range(20)]

    answers = await asyncio.gather(*(store.admit(admission) for admission in admissions))

    assert len({answer.execution for answer in answers}) == 1
    assert [answer.created for answer in answers].count(True) == 1


async def test_an_admission_may_be_repeated(store: Store) -> None:
    admission = an_admission()
    await store.admit(admission)

    assert await store.admit(admission) == Admitted(admission.execution, created=True)


@pytest.mark.parametrize("keyed", [False, True])
async def test_an_admission_of_what_has_begun_and_ended_meanwhile_changes_nothing(store: Store, keyed: bool) -> None:
    """A worker that lost its lease cannot know whether its commit happened, and has the execution admitted."""
    admission = an_admission(key=a_key("order-1") if keyed else None)
    lease = await a_runtime(store)
    whole = Entry(admission.execution, a_start() + an_end(3), "completed", is_over=True, begins=admission)
    await store.commit(lease, [whole])

    admitted = await store.admit(admission)

    history = await store.load(admission.execution)
    assert admitted == Admitted(admission.execution, created=True)
    assert history.status == "completed"
    assert history.records == tuple(whole.records)


async def test_an_unknown_project_is_told(store: Store) -> None:
    with pytest.raises(NotFound) as refused:
        await store.admit(an_admission(project=ProjectId("00000000-0000-7000-8000-00000000ffff")))

    assert refused.value.code is UNKNOWN_PROJECT


async def test_a_full_workflow_rejects_when_it_says_so(store: Store) -> None:
    limit = ConcurrencyLimit("orders", 1, "reject")
    await store.admit(an_admission(concurrency=limit))

    with pytest.raises(Conflict) as refused:
        await store.admit(an_admission(concurrency=limit))

    assert refused.value.code is CONCURRENCY_FULL


async def test_a_repeated_request_is_answered_also_when_the_limit_is_reached(store: Store) -> None:
    limit = ConcurrencyLimit("orders", 1, "reject")
    first = an_admission(concurrency=limit, key=a_key("order-1"))
    await store.admit(first)

    again = await store.admit(an_admission(concurrency=limit, key=a_key("order-1")))

    assert again == Admitted(first.execution, created=False)


async def test_a_slot_is_free_again_when_its_execution_is_over(store: Store) -> None:
    limit = ConcurrencyLimit("orders", 1, "reject")
    lease = await a_runtime(store)
    first = an_admission(concurrency=limit)
    await store.admit(first)
    await store.claim(lease, "express", ["default"], 1)
    await store.commit(lease, [Entry(first.execution, an_end(2), "completed", is_over=True)])

    admitted = await store.admit(an_admission(concurrency=limit))

    assert admitted.created


async def test_only_as_many_as_allowed_are_claimed_at_once(store: Store) -> None:
    limit = ConcurrencyLimit("orders", 2)
    lease = await a_runtime(store)
    admissions = [an_admission(concurrency=limit) for _ in range(4)]
    for admission in admissions:
        await store.admit(admission)

    first = await store.claim(lease, "express", ["default"], 10)
    second = await store.claim(lease, "express", ["default"], 10)
    await store.commit(lease, [Entry(first[0].execution, an_end(2), "completed", is_over=True)])
    third = await store.claim(lease, "express", ["default"], 10)

    assert [len(first), len(second), len(third)] == [2, 0, 1]


async def test_a_full_workflow_does_not_hold_up_others(store: Store) -> None:
    limit = ConcurrencyLimit("orders", 1)
    lease = await a_runtime(store)
    for _ in range(5):
        await store.admit(an_admission(concurrency=limit))
    other = an_admission(workflow="invoices")
    await store.admit(other)
    await store.claim(lease, "express", ["default"], 1)

    claimed = await store.claim(lease, "express", ["default"], 1)

    assert [one.execution for one in claimed] == [other.execution]


async def test_the_oldest_is_told_to_end_when_the_workflow_says_so(store: Store) -> None:
    limit = ConcurrencyLimit("orders", 1, "cancel_oldest", b'{"command":"cancel"}')
    lease = await a_runtime(store)
    oldest, newest = an_admission(concurrency=limit), an_admission(concurrency=limit)
    await store.admit(oldest)
    await store.claim(lease, "express", ["default"], 1)

    await store.admit(newest)

    told = await store.pending([oldest.execution])
    assert [message.payload for message in told[oldest.execution]] == [oldest.start, limit.cancel]
    assert await store.claim(lease, "express", ["default"], 1) == ()
    await store.commit(lease, [Entry(oldest.execution, an_end(2), "cancelled", is_over=True)])
    assert [one.execution for one in await store.claim(lease, "express", ["default"], 1)] == [newest.execution]


async def test_a_day_far_ahead_gets_its_partition_when_it_is_needed(store: Store) -> None:
    far = an_admission(at=instant(datetime(2041, 3, 1, 23, 59, 59, tzinfo=UTC)))

    admitted = await store.admit(far)

    assert admitted.created
    assert len((await store.load(far.execution)).records) == 1
