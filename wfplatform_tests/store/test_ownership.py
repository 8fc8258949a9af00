"""Who hosts what: one at a time, and never nobody for long."""

import asyncio

from wfplatform.kernel.clock import Instant
from wfplatform.kernel.ids import new_execution_id
from wfplatform.store.entry import Entry
from wfplatform.store.ownership import Claimed, Reason, Refusal
from wfplatform.store.store import Store
from wfplatform_tests.store.builders import a_running, a_runtime, a_step, an_admission, an_end, now


async def test_a_queued_execution_is_claimed_by_one_runtime_only(store: Store) -> None:
    for _ in range(30):
        await store.admit(an_admission())
    leases = [await a_runtime(store, f"worker-{n}") for n in range(3)]

    claims = await asyncio.gather(*(store.claim(lease, "express", ["default"], 20) for lease in leases))

    taken = [one.execution for claim in claims for one in claim]
    assert len(taken) == len(set(taken)) == 30


async def test_the_most_urgent_is_claimed_first(store: Store) -> None:
    lease = await a_runtime(store)
    usual, urgent = an_admission(), an_admission(priority=1)
    await store.admit(usual)
    await store.admit(urgent)

    [first] = await store.claim(lease, "express", ["default"], 1)

    assert first.execution == urgent.execution


async def test_a_runtime_claims_only_its_lane_and_queues(store: Store) -> None:
    lease = await a_runtime(store)
    await store.admit(an_admission(lane="run"))
    await store.admit(an_admission(queue="gpu"))

    assert await store.claim(lease, "express", ["default"], 10) == ()
    assert len(await store.claim(lease, "express", ["default", "gpu"], 10)) == 1


async def test_a_delayed_execution_is_claimed_when_its_time_has_come(store: Store) -> None:
    lease = await a_runtime(store)
    await store.admit(an_admission(not_before=Instant(now() + 3_600_000_000)))

    assert await store.claim(lease, "express", ["default"], 10) == ()


async def test_exactly_one_execution_can_be_taken(store: Store) -> None:
    lease = await a_runtime(store, lane="run")
    wanted, other = an_admission(lane="run"), an_admission(lane="run")
    await store.admit(wanted)
    await store.admit(other)

    taken = await store.claim_one(lease, wanted.execution)

    assert isinstance(taken, Claimed)
    assert [one.execution for one in await store.owned(lease)] == [wanted.execution]


async def test_taking_what_is_ours_already_is_no_mistake(store: Store) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)

    taken = await store.claim_one(lease, execution)

    assert isinstance(taken, Claimed)
    assert taken.attempts == 0


async def test_an_execution_with_a_living_host_is_not_taken(store: Store) -> None:
    owner, other = await a_runtime(store, "worker-1"), await a_runtime(store, "worker-2")
    execution = await a_running(store, owner)

    assert await store.claim_one(other, execution) == Refusal(Reason.HELD, owner.runtime_id)


async def test_an_execution_whose_hosts_lease_is_over_is_taken_and_the_host_fenced(store: Store) -> None:
    dead, other = await a_runtime(store, "worker-1", seconds=-1), await a_runtime(store, "worker-2")
    execution = await a_running(store, dead)

    taken = await store.claim_one(other, execution)

    assert isinstance(taken, Claimed)
    assert taken.attempts == 1
    assert (await store.commit(dead, [Entry(execution, a_step(3), "running")])).fenced


async def test_an_unknown_and_an_ended_execution_are_told_apart(store: Store) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)
    await store.commit(lease, [Entry(execution, an_end(3), "completed", is_over=True)])

    assert await store.claim_one(lease, execution) == Refusal(Reason.OVER)
    assert await store.claim_one(lease, new_execution_id(now())) == Refusal(Reason.UNKNOWN)


async def test_whoever_is_fenced_takes_nothing(store: Store) -> None:
    old = await a_runtime(store, "worker-1")
    await a_runtime(store, "worker-1")
    admission = an_admission()
    await store.admit(admission)

    assert await store.claim_one(old, admission.execution) == Refusal(Reason.FENCED)
    assert await store.claim(old, "express", ["default"], 5) == ()


async def test_what_a_dead_runtime_left_is_adopted(store: Store) -> None:
    dead = await a_runtime(store, "worker-1", seconds=-1)
    execution = await a_running(store, dead)
    heir = await a_runtime(store, "worker-2")

    assert await store.adopt(heir, 10) == ()
    assert await store.reap() == 1
    [adopted] = await store.adopt(heir, 10)

    assert (adopted.execution, adopted.attempts) == (execution, 1)


async def test_progress_forgets_earlier_deaths(store: Store) -> None:
    dead = await a_runtime(store, "worker-1", seconds=-1)
    execution = await a_running(store, dead)
    heir = await a_runtime(store, "worker-2")
    await store.reap()
    await store.adopt(heir, 10)

    await store.commit(heir, [Entry(execution, a_step(3), "running")])

    assert [one.attempts for one in await store.owned(heir)] == [0]


async def test_a_runtime_that_comes_back_adopts_what_it_had(store: Store) -> None:
    execution = await a_running(store, await a_runtime(store, "worker-1"))
    again = await a_runtime(store, "worker-1")

    [adopted] = await store.adopt(again, 10)

    assert adopted.execution == execution


async def test_a_released_execution_is_due_when_something_was_told_to_it_meanwhile(store: Store) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)
    await store.tell(execution, b"{}", "00000000-0000-4000-8000-000000000001")

    assert await store.release(lease, execution, Instant(now() + 3_600_000_000))

    assert [one.execution for one in await store.claim(lease, "express", ["default"], 5)] == [execution]


async def test_only_the_owner_releases(store: Store) -> None:
    owner, other = await a_runtime(store, "worker-1"), await a_runtime(store, "worker-2")
    execution = await a_running(store, owner)

    assert not await store.release(other, execution)


async def test_an_offer_is_repeated_only_when_nobody_came(store: Store) -> None:
    admission = an_admission(lane="run")
    await store.admit(admission)
    soon, later = Instant(now() - 1), Instant(now() + 30_000_000)

    first = await store.offer_queued("run", 10, soon)
    second = await store.offer_queued("run", 10, later)
    third = await store.offer_queued("run", 10, later)

    assert [[one.execution for one in offer] for offer in (first, second, third)] == [
        [admission.execution], [admission.execution], [],
    ]  # fmt: skip


async def test_a_parked_execution_is_offered_with_its_runs_once_it_is_told_something(store: Store) -> None:
    lease = await a_runtime(store, lane="run")
    execution = await a_running(store, lease, lane="run")
    run = "00000000-0000-4000-8000-00000000000a"
    await store.link_run(execution, run)
    await store.release(lease, execution)
    later = Instant(now() + 30_000_000)
    assert await store.wakeable("run", 10, later) == ()

    await store.tell(execution, b"{}", "00000000-0000-4000-8000-000000000001")

    [offered] = await store.wakeable("run", 10, later)
    assert (offered.execution, offered.run_ids) == (execution, (run,))


async def test_orphans_of_the_run_lane_are_offered_again(store: Store) -> None:
    dead = await a_runtime(store, lane="run", seconds=-1)
    execution = await a_running(store, dead, lane="run")
    await store.reap()

    freed = await store.free_orphans("run", 10)

    offered = await store.wakeable("run", 10, Instant(now() + 30_000_000))
    assert (freed, [one.execution for one in offered]) == (1, [execution])
