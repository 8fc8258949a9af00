"""Leases: who may write, and how others learn that somebody may not any more."""

from wfplatform.store.store import Store
from wfplatform_tests.store.builders import HeldClock, a_running, a_runtime


async def test_a_heartbeat_keeps_a_lease(store: Store) -> None:
    lease = await a_runtime(store)

    assert await store.heartbeat(lease)
    assert await store.reap() == 0


async def test_a_lease_that_ran_out_is_reaped_and_its_holder_told(store: Store) -> None:
    lease = await a_runtime(store, seconds=-1)

    assert await store.reap() == 1
    assert not await store.heartbeat(lease)


async def test_a_retired_runtime_is_dead_at_once(store: Store) -> None:
    lease = await a_runtime(store)

    await store.retire(lease)

    assert not await store.heartbeat(lease)
    assert [runtime.state for runtime in await store.runtimes()] == ["dead"]


async def test_the_same_name_again_has_a_higher_epoch(store: Store) -> None:
    first, second = await a_runtime(store, "worker-1"), await a_runtime(store, "worker-1")

    assert (first.runtime_id, first.epoch + 1) == (second.runtime_id, second.epoch)


async def test_a_stepped_clock_takes_no_lease_away(store: Store, clock: HeldClock) -> None:
    lease = await a_runtime(store)

    clock.ahead_seconds = 86_400
    reaped_ahead = await store.reap()
    clock.ahead_seconds = -86_400
    reaped_behind = await store.reap()

    assert (reaped_ahead, reaped_behind, await store.heartbeat(lease)) == (0, 0, True)


async def test_a_guard_that_is_held_keeps_its_runtime_alive(store: Store) -> None:
    lease = await a_runtime(store)
    guard = await store.guard(lease)

    assert await guard.heartbeat()
    assert await store.reap() == 0

    await guard.close()


async def test_the_overview_counts_what_each_runtime_hosts(store: Store) -> None:
    lease = await a_runtime(store)
    await a_running(store, lease)
    await a_running(store, lease)

    [runtime] = await store.runtimes()

    assert (runtime.name, runtime.state, runtime.queues, runtime.executions) == ("worker-1", "live", ("default",), 2)
    assert 0 < runtime.lease_seconds <= 30
