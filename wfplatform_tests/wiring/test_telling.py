"""What people tell an execution is judged by the engine, kept, and signalled to whoever hosts it."""

import asyncio

import pytest

from wfplatform.engine import commands as c
from wfplatform.engine.rejection import CommandRejected
from wfplatform.events.vocabulary import ExecutionCancelled, ExecutionPaused, TaskDecided
from wfplatform.kernel.codes.run import BAD_DECISION, IS_OVER, NOT_PAUSED, NOT_WAITING
from wfplatform.kernel.errors import InvalidInput, NotFound
from wfplatform.kernel.ids import ExecutionId
from wfplatform.store.signals import Listener, told_to, work_in
from wfplatform_tests.contracts.gateway import NOBODY
from wfplatform_tests.gateway.documents import greeting, question
from wfplatform_tests.wiring.running import Running


async def parked(here: Running) -> ExecutionId:
    """An execution that waits for a person, in no process."""
    execution = await here.begin(question())
    await here.until(execution, "waiting")
    await here.rest()
    assert (await here.store.get_execution(execution)).owner is None
    return execution


async def test_a_parked_execution_goes_on_with_an_answer(here: Running) -> None:
    execution = await here.begin(question())
    await here.until(execution, "waiting")

    await here.telling.tell(execution, c.Resolve(step="ask", decision="skip", by="mara", comment="fine"))
    row = await here.over(execution)

    [decided] = [event for event in await here.events(execution) if isinstance(event, TaskDecided)]
    assert (row.status, decided.by, decided.decision) == ("completed", "mara", "skip")


async def test_a_decision_that_is_not_offered_is_refused(here: Running) -> None:
    execution = await parked(here)

    with pytest.raises(InvalidInput) as refused:
        await here.telling.tell(execution, c.Resolve(step="ask", decision="compensate", by="mara"))

    assert refused.value.code is BAD_DECISION


async def test_a_second_answer_comes_too_late_though_nobody_has_read_the_first(here: Running) -> None:
    execution = await parked(here)
    await here.telling.tell(execution, c.Resolve(step="ask", decision="fail", by="mara"))

    with pytest.raises(CommandRejected) as refused:
        await here.telling.tell(execution, c.Resolve(step="ask", decision="skip", by="olaf"))

    assert refused.value.code in (NOT_WAITING, IS_OVER)


async def test_an_answer_about_a_step_that_asks_nothing_is_refused(here: Running) -> None:
    execution = await parked(here)

    with pytest.raises(CommandRejected) as refused:
        await here.telling.tell(execution, c.Resolve(step="hello", decision="skip", by="mara"))

    assert refused.value.code is NOT_WAITING


async def test_a_parked_execution_is_cancelled(here: Running) -> None:
    execution = await here.begin(question())
    await here.until(execution, "waiting")

    await here.telling.tell(execution, c.Cancel(by="mara", reason="wrong order"))
    row = await here.over(execution)

    [*_, last] = await here.events(execution)
    assert row.status == "cancelled"
    assert isinstance(last, ExecutionCancelled)


async def test_a_parked_execution_is_paused_and_goes_on_later(here: Running) -> None:
    execution = await here.begin(question())
    await here.until(execution, "waiting")

    await here.telling.tell(execution, c.Pause(by="mara"))
    await here.until(execution, "paused")
    await here.telling.tell(execution, c.Unpause(by="mara"))
    await here.telling.tell(execution, c.Resolve(step="ask", decision="skip", by="mara"))

    assert (await here.over(execution)).status == "completed"
    assert any(isinstance(event, ExecutionPaused) for event in await here.events(execution))


async def test_what_is_not_paused_does_not_resume(here: Running) -> None:
    execution = await parked(here)

    with pytest.raises(CommandRejected) as refused:
        await here.telling.tell(execution, c.Unpause(by="mara"))

    assert refused.value.code is NOT_PAUSED


async def test_what_is_over_is_told_nothing(here: Running) -> None:
    execution = await here.begin(greeting())
    await here.over(execution)

    with pytest.raises(CommandRejected) as refused:
        await here.telling.tell(execution, c.Cancel(by="mara"))

    assert refused.value.code is IS_OVER


async def test_nobody_is_told_nothing(here: Running) -> None:
    with pytest.raises(NotFound):
        await here.telling.tell(NOBODY, c.Cancel(by="mara"))


async def test_a_command_is_signalled_to_the_process_that_hosts(idle: Running) -> None:
    execution = await idle.begin(greeting())
    lease = idle.machinery.lease
    await idle.store.claim_one(lease, execution)
    listener = idle.store.listener([told_to(lease.runtime_id), work_in("run")], poll_seconds=30)
    heard = asyncio.create_task(_first(listener))
    await listener.is_listening.wait()

    await idle.telling.tell(execution, c.Pause(by="mara"))

    assert await heard == told_to(lease.runtime_id)
    await listener.close()


async def test_the_end_of_a_child_is_signalled_to_the_process_that_hosts_its_parent(idle: Running) -> None:
    parent = await idle.begin(greeting())
    lease = idle.machinery.lease
    await idle.store.claim_one(lease, parent)
    listener = idle.store.listener([told_to(lease.runtime_id), work_in("run")], poll_seconds=30)
    heard = asyncio.create_task(_first(listener))
    await listener.is_listening.wait()

    await idle.starting.has_ended(parent)

    assert await heard == told_to(lease.runtime_id)
    await listener.close()


async def test_the_end_of_a_child_is_signalled_to_the_lane_of_a_parked_parent(here: Running) -> None:
    parent = await parked(here)
    listener = here.store.listener([work_in("run")], poll_seconds=30)
    heard = asyncio.create_task(_first(listener))
    await listener.is_listening.wait()

    await here.starting.has_ended(parent)

    assert await heard == work_in("run")
    await listener.close()


async def _first(listener: Listener) -> str:
    async for channel in listener:
        return channel
    raise AssertionError
