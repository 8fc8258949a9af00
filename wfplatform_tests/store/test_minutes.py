"""What a lane did in which minute, and who may tell it."""

from typing import Any

from wfplatform.events.errors import Failure
from wfplatform.events.vocabulary import (
    ExecutionCompleted,
    ExecutionFailed,
    ExecutionQueued,
    ExecutionStarted,
    ExecutionWaiting,
    Recorded,
)
from wfplatform.kernel.clock import Instant
from wfplatform.store.entry import Entry
from wfplatform.store.minutes import MINUTE, Activity
from wfplatform.store.runtimes import Lease
from wfplatform.store.store import Store
from wfplatform_tests.store.builders import PLAN, a_running, a_runtime, an_admission, now, opened, records

FIRST = now() // MINUTE - 60
BEGIN = Instant(FIRST * MINUTE)


def at(minute: int, seconds: float = 0.0) -> Instant:
    return Instant(BEGIN + minute * MINUTE + int(seconds * 1_000_000))


async def ended(store: Store, lease: Lease, begin: Instant, end: Instant, code: str | None = None, **more: Any) -> None:
    """An execution that began and ended then."""
    admission = an_admission(at=begin, **more)
    last = ExecutionCompleted() if code is None else ExecutionFailed(Failure(code, "it broke"))
    history = (
        Recorded(1, begin, ExecutionQueued()),
        Recorded(2, begin, ExecutionStarted(input={}, plan=PLAN)),
        Recorded(3, end, last),
    )
    status = "completed" if code is None else "failed"
    entry = Entry(admission.execution, history, status, is_over=True, error_code=code, begins=admission)
    result = await store.commit(lease, [entry])
    assert result.entries[0].outcome == "kept"


async def test_starts_ends_failures_and_durations_are_counted_by_minute(store: Store) -> None:
    lease = await a_runtime(store)
    await ended(store, lease, at(0, 1), at(0, 2))
    await ended(store, lease, at(0, 59), at(1, 2))
    await ended(store, lease, at(1, 3), at(1, 4), "REFUSED")
    await ended(store, lease, at(1, 3), at(1, 5), "REFUSED")

    first, second = await store.activity("express", FIRST, FIRST + 1)

    assert (first.minute, first.started, first.completed, first.failed) == (FIRST, 2, 1, 0)
    assert (second.minute, second.started, second.completed, second.failed) == (FIRST + 1, 2, 1, 2)
    assert second.failures == {"REFUSED": 2}
    assert second.percentiles is not None
    assert second.percentiles[0] == 2_000.0
    assert first.workflow == "orders"


async def test_only_that_lane_and_only_what_touches_the_world_is_counted(store: Store) -> None:
    lease = await a_runtime(store)
    await ended(store, lease, at(0), at(0, 1), mode="test")
    await ended(store, await a_runtime(store, "other", lane="run"), at(0), at(0, 1), lane="run")

    assert await store.activity("express", FIRST, FIRST) == []


async def test_whoever_did_nothing_is_left_out_and_who_waits_is_counted(store: Store) -> None:
    lease = await a_runtime(store)
    waiting = await a_running(store, lease, at=at(0))
    await store.commit(lease, [Entry(waiting, records([ExecutionWaiting()], first=3), "waiting", parked=True)])

    [found] = await store.activity("express", FIRST, FIRST)

    assert isinstance(found, Activity)
    assert (found.started, found.waiting, found.percentiles) == (1, 1, None)
    assert await store.activity("express", FIRST + 1, FIRST + 1) == []


async def test_the_last_reported_minute_never_goes_back(store: Store) -> None:
    before = await store.reported_minute("dagster")

    await store.save_reported_minute("dagster", 7)
    await store.save_reported_minute("dagster", 5)

    assert (before, await store.reported_minute("dagster")) == (None, 7)


async def test_one_process_has_the_right_to_report_until_it_is_gone(store: Store, database: str) -> None:
    async with opened(database) as other:
        ours, theirs = store.sole_reporter(), other.sole_reporter()
        try:
            assert [await ours.take(), await ours.take(), await theirs.take()] == [True, True, False]

            await ours.release()

            assert await theirs.take()
        finally:
            await ours.release()
            await theirs.release()
