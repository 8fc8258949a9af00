"""What the dispatcher and the reconciler of the run lane are told, and what they tell."""

import asyncio

from wfplatform.events.status import ExecutionStatus
from wfplatform.events.vocabulary import ExecutionCancelled
from wfplatform.kernel.ids import StepPath
from wfplatform.store.signals import Listener, told_to, work_in
from wfplatform.wiring.run_lane import Bell, RunLedger, RunQueue, RunWakeable
from wfplatform_tests.contracts.gateway import NOBODY
from wfplatform_tests.gateway.documents import greeting, question
from wfplatform_tests.wiring.running import Running

RUN = "019f0000-0000-7000-8000-0000000000a1"


async def heard(listener: Listener) -> str:
    """The first channel that a signal comes on."""
    async for channel in listener:
        if channel:
            return channel
    raise AssertionError


async def test_queued_executions_are_offered_and_not_again_at_once(idle: Running) -> None:
    first = await idle.begin(greeting())
    queue = RunQueue(idle.store, Bell(idle.store))

    [offered] = await queue.take(10)
    second = await idle.begin(greeting())
    [offered_later] = await queue.take(10)

    assert (offered.execution, offered.workflow, offered.version, offered.follow_up) == (first, "greet", "1.0.0", 0)
    assert offered_later.execution == second


async def test_a_start_rings_the_bell(idle: Running) -> None:
    bell = Bell(idle.store)
    ringing = asyncio.create_task(bell.run())
    queue = RunQueue(idle.store, bell)
    taking = asyncio.create_task(queue.take(10))

    execution = await idle.begin(greeting())

    assert [offered.execution for offered in await taking] == [execution]
    ringing.cancel()
    await asyncio.gather(ringing, return_exceptions=True)


async def test_a_parked_execution_that_was_told_something_is_wakeable_in_its_run(here: Running) -> None:
    execution = await here.begin(question())
    await here.until(execution, "waiting")
    await here.rest()
    await here.store.link_run(execution, RUN)

    await here.ports.executions.resolve(
        (await here.store.get_execution(execution)).project,
        execution,
        StepPath("ask"),
        "skip",
        by="mara",
        comment=None,
        output=None,
    )
    [(dispatch, run_id)] = await RunWakeable(here.store, Bell(here.store)).take(10)

    assert (dispatch.execution, run_id) == (execution, RUN)


async def test_the_ledger_knows_executions_that_have_a_run(idle: Running) -> None:
    linked, other = await idle.begin(greeting()), await idle.begin(greeting())
    await idle.store.link_run(linked, RUN)
    ledger = RunLedger(idle.store)

    [standing] = await ledger.unsettled(10)

    assert (standing.execution, standing.run_id, standing.status) == (linked, RUN, ExecutionStatus.QUEUED)
    assert await ledger.standings([other]) == []


async def test_a_cancel_of_the_reconciler_is_signalled_to_the_host_and_kept_once(idle: Running) -> None:
    execution = await idle.begin(greeting())
    lease = idle.machinery.lease
    await idle.store.claim_one(lease, execution)
    listener = idle.store.listener([told_to(lease.runtime_id), work_in("run")], poll_seconds=30)
    hearing = asyncio.create_task(heard(listener))
    await listener.is_listening.wait()
    ledger = RunLedger(idle.store)

    for _ in range(2):
        await ledger.cancel(execution, by="dagster", reason="terminated in Dagster", force=False)

    assert await hearing == told_to(lease.runtime_id)
    await listener.close()
    inbox = (await idle.store.load(execution)).inbox
    assert len(inbox) == 2, "the start, and one wish to end it"


async def test_a_cancel_of_what_is_over_or_nobody_is_nothing(here: Running) -> None:
    execution = await here.begin(greeting())
    await here.over(execution)
    ledger = RunLedger(here.store)

    await ledger.cancel(execution, by=None, reason="late", force=True)
    await ledger.cancel(NOBODY, by=None, reason="late", force=True)

    assert not any(isinstance(event, ExecutionCancelled) for event in await here.events(execution))
