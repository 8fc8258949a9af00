"""Appends under a lease: all of an entry or nothing, and only by the one who may."""

import pytest

from wfplatform.events.vocabulary import ExecutionWaiting, StepCompleted
from wfplatform.kernel.clock import Instant
from wfplatform.store.admission import SearchTime
from wfplatform.store.columns import LARGEST_INLINE, LARGEST_PAYLOAD
from wfplatform.store.entry import Entry, Outcome
from wfplatform.store.store import Store
from wfplatform.store.views import ExecutionFilter, SearchCondition
from wfplatform_tests.store.builders import (
    a_key,
    a_running,
    a_runtime,
    a_start,
    a_step,
    an_admission,
    an_end,
    now,
    records,
)


async def test_an_entry_is_a_history_once_it_is_kept(store: Store) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)
    step, end = a_step(3, output={"total": 5.95}), an_end(4)

    going = await store.commit(lease, [Entry(execution, step, "running")])
    over = await store.commit(lease, [Entry(execution, end, "completed", is_over=True)])

    assert [going.entries[0].outcome, over.entries[0].outcome] == [Outcome.KEPT, Outcome.KEPT]
    history = await store.load(execution)
    assert history.records[2:] == step + end
    assert history.status == "completed"


async def test_an_execution_may_begin_and_end_in_one_entry(store: Store) -> None:
    lease = await a_runtime(store)
    admission = an_admission()
    entry = Entry(admission.execution, a_start() + an_end(3), "completed", is_over=True, begins=admission)

    result = await store.commit(lease, [entry])

    assert result.entries[0].outcome is Outcome.KEPT
    row = await store.get_execution(admission.execution)
    assert (row.status, row.last_seq, row.finished_at is not None) == ("completed", 3, True)
    assert await store.owned(lease) == ()


async def test_several_entries_of_one_execution_are_taken_in_order(store: Store) -> None:
    lease = await a_runtime(store)
    admission = an_admission()
    entries = [
        Entry(admission.execution, a_start(), "running", begins=admission),
        Entry(admission.execution, a_step(3), "running"),
        Entry(admission.execution, an_end(4), "completed", is_over=True),
    ]

    result = await store.commit(lease, entries)

    assert {entry.outcome for entry in result.entries} == {Outcome.KEPT}
    assert [record.seq for record in (await store.load(admission.execution)).records] == [1, 2, 3, 4]


async def test_a_fenced_runtime_keeps_nothing(store: Store) -> None:
    old = await a_runtime(store, "worker-1")
    execution = await a_running(store, old)
    await a_runtime(store, "worker-1")

    result = await store.commit(old, [Entry(execution, a_step(3), "running")])

    assert result.fenced
    assert len((await store.load(execution)).records) == 2


async def test_the_same_entry_again_is_kept_once(store: Store) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)
    entry = Entry(execution, a_step(3), "running")
    await store.commit(lease, [entry])

    again = await store.commit(lease, [entry])

    assert again.entries[0].outcome is Outcome.KEPT
    assert len((await store.load(execution)).records) == 3


async def test_another_continuation_of_the_same_history_is_lost(store: Store) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)
    await store.commit(lease, [Entry(execution, a_step(3, "price"), "running")])

    other = await store.commit(lease, [Entry(execution, a_step(3, "charge"), "running")])

    assert other.entries[0].outcome is Outcome.LOST


async def test_an_entry_for_an_execution_that_another_runtime_owns_is_lost(store: Store) -> None:
    lease = await a_runtime(store)
    stranger = await a_runtime(store, "worker-2")
    execution = await a_running(store, lease)

    result = await store.commit(stranger, [Entry(execution, a_step(3), "running")])

    assert (result.fenced, result.entries[0].outcome) == (False, Outcome.LOST)


async def test_a_bad_row_takes_nobody_else_with_it(store: Store) -> None:
    lease = await a_runtime(store)
    executions = [await a_running(store, lease) for _ in range(5)]
    entries = [Entry(execution, a_step(3), "running") for execution in executions]
    entries[2] = Entry(executions[2], a_step(3), "run\0ning")

    result = await store.commit(lease, entries)

    assert [entry.outcome for entry in result.entries] == [
        Outcome.KEPT, Outcome.KEPT, Outcome.REFUSED, Outcome.KEPT, Outcome.KEPT,
    ]  # fmt: skip
    assert len((await store.load(executions[2])).records) == 2


async def test_an_output_beyond_all_bounds_or_that_is_no_json_is_refused_alone(store: Store) -> None:
    lease = await a_runtime(store)
    good, huge, odd = [await a_running(store, lease) for _ in range(3)]

    result = await store.commit(
        lease,
        [
            Entry(good, a_step(3), "running"),
            Entry(huge, a_step(3, output="x" * LARGEST_PAYLOAD), "running"),
            Entry(odd, a_step(3, output=object()), "running"),
        ],
    )

    assert [entry.outcome for entry in result.entries] == [Outcome.KEPT, Outcome.REFUSED, Outcome.REFUSED]


async def test_a_number_that_no_column_holds_is_refused_alone(store: Store) -> None:
    lease = await a_runtime(store)
    good, bad = await a_running(store, lease), await a_running(store, lease)

    result = await store.commit(
        lease,
        [Entry(good, a_step(3), "running"), Entry(bad, a_step(3), "running", wake_at=Instant(2**70))],
    )

    assert [entry.outcome for entry in result.entries] == [Outcome.KEPT, Outcome.REFUSED]


async def test_a_large_payload_comes_back_as_it_went(store: Store) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)
    large = a_step(3, output="é" * LARGEST_INLINE)

    await store.commit(lease, [Entry(execution, large, "running")])

    assert (await store.load(execution)).records[2:] == large
    assert await store.load_events(execution, 2) == large


async def test_one_large_payload_twice_in_an_entry_is_no_trouble(store: Store) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)
    twice = records([StepCompleted(step="a", output="x" * 9_000)] * 2, first=3)

    result = await store.commit(lease, [Entry(execution, twice, "running")])

    assert result.entries[0].outcome is Outcome.KEPT
    assert (await store.load(execution)).records[2:] == twice


async def test_what_an_entry_consumes_is_read_no_more(store: Store) -> None:
    lease = await a_runtime(store)
    admission = an_admission()
    await store.admit(admission)
    await store.claim(lease, "express", ["default"], 1)
    [message] = (await store.load(admission.execution)).inbox

    await store.commit(lease, [Entry(admission.execution, a_start()[1:], "running", consumed=[message.id])])

    assert (await store.load(admission.execution)).inbox == ()


async def test_consuming_without_an_event_counts_once(store: Store) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)
    first, second = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
    await store.tell(execution, b"{}", first)
    await store.tell(execution, b"{}", second)
    consume = Entry(execution, (), "running", consumed=[first])
    await store.commit(lease, [consume])

    again = await store.commit(lease, [consume])
    await store.commit(lease, [Entry(execution, a_step(3), "waiting", parked=True)])

    assert again.entries[0].outcome is Outcome.KEPT
    [claimed] = await store.claim(lease, "express", ["default"], 5)
    assert claimed.execution == execution


async def test_a_parked_execution_is_held_by_nobody_until_it_is_due(store: Store) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)
    tomorrow = Instant(now() + 86_400_000_000)
    waiting = records([ExecutionWaiting(wake_at=tomorrow)], first=3)

    await store.commit(lease, [Entry(execution, waiting, "waiting", wake_at=tomorrow, parked=True)])

    assert await store.owned(lease) == ()
    assert await store.claim(lease, "express", ["default"], 5) == ()
    assert (await store.get_execution(execution)).wake_at == tomorrow


async def test_search_attributes_are_found_with_the_commit_that_set_them(store: Store) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease, search={"amount": 5})
    await store.commit(
        lease,
        [Entry(execution, a_step(3), "running", search={"amount": 120.5, "vip": True, "due": SearchTime(now())})],
    )

    found = await store.list_executions(
        ExecutionFilter(search=[SearchCondition("amount", ">", 100), SearchCondition("vip", "=", True)])
    )
    not_found = await store.list_executions(ExecutionFilter(search=[SearchCondition("amount", "=", 5)]))

    assert [row.execution for row in found.executions] == [execution]
    assert not_found.executions == ()


async def test_a_key_that_is_taken_makes_a_beginning_a_duplicate(store: Store) -> None:
    lease = await a_runtime(store)
    first = an_admission(key=a_key("order-1"))
    same, other = an_admission(key=a_key("order-1")), an_admission(key=a_key("order-1", request=b"another"))

    result = await store.commit(
        lease, [Entry(one.execution, a_start(), "running", begins=one) for one in (first, same, other)]
    )

    assert [entry.outcome for entry in result.entries] == [Outcome.KEPT, Outcome.DUPLICATE, Outcome.KEY_REUSED]
    assert result.entries[1].winner == first.execution
    assert [claimed.execution for claimed in await store.owned(lease)] == [first.execution]


async def test_the_end_of_a_child_wakes_its_parked_parent(store: Store) -> None:
    lease = await a_runtime(store)
    parent = await a_running(store, lease)
    child = await a_running(store, lease, parent=parent)
    await store.commit(lease, [Entry(parent, a_step(3), "waiting", parked=True)])
    assert await store.claim(lease, "express", ["default"], 5) == ()

    await store.commit(lease, [Entry(child, an_end(3), "completed", is_over=True)])

    assert [claimed.execution for claimed in await store.claim(lease, "express", ["default"], 5)] == [parent]


@pytest.mark.parametrize("parent_first", [True, False])
async def test_a_child_that_ends_in_the_batch_in_which_its_parent_parks_is_not_missed(
    store: Store, parent_first: bool
) -> None:
    lease = await a_runtime(store)
    parent = await a_running(store, lease)
    child = await a_running(store, lease, parent=parent)
    parks = Entry(parent, a_step(3), "waiting", parked=True)
    ends = Entry(child, an_end(3), "completed", is_over=True)

    result = await store.commit(lease, [parks, ends] if parent_first else [ends, parks])

    assert [entry.outcome for entry in result.entries] == [Outcome.KEPT, Outcome.KEPT]
    assert [claimed.execution for claimed in await store.claim(lease, "express", ["default"], 5)] == [parent]


async def test_a_child_that_ends_in_a_batch_with_its_parent_is_seen_when_the_parent_parks_later(store: Store) -> None:
    lease = await a_runtime(store)
    parent = await a_running(store, lease)
    child = await a_running(store, lease, parent=parent)
    await store.commit(lease, [Entry(parent, a_step(3), "running"), Entry(child, an_end(3), "completed", is_over=True)])

    await store.commit(lease, [Entry(parent, a_step(4), "waiting", parked=True)])

    assert [claimed.execution for claimed in await store.claim(lease, "express", ["default"], 5)] == [parent]


@pytest.mark.parametrize("parent_first", [True, False])
async def test_a_parent_may_end_in_the_same_batch_as_its_child(store: Store, parent_first: bool) -> None:
    lease = await a_runtime(store)
    parent = await a_running(store, lease)
    child = await a_running(store, lease, parent=parent)
    ends = [Entry(one, an_end(3), "completed", is_over=True) for one in (parent, child)]

    result = await store.commit(lease, ends if parent_first else ends[::-1])

    assert [entry.outcome for entry in result.entries] == [Outcome.KEPT, Outcome.KEPT]
    assert await store.owned(lease) == ()


async def test_a_child_that_ends_while_its_parent_parks_is_not_missed(store: Store) -> None:
    lease = await a_runtime(store)
    parent = await a_running(store, lease)
    child = await a_running(store, lease, parent=parent)
    await store.commit(lease, [Entry(child, an_end(3), "completed", is_over=True)])

    await store.commit(lease, [Entry(parent, a_step(3), "waiting", parked=True)])

    assert [claimed.execution for claimed in await store.claim(lease, "express", ["default"], 5)] == [parent]
