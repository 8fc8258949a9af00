"""What steps log reaches whoever reads it, as it was said."""

import asyncio

from wfplatform.attempts.ports import LogLine as StepLine
from wfplatform.kernel.ids import new_execution_id
from wfplatform_tests.contracts.gateway import HERE
from wfplatform_tests.gateway.documents import greeting
from wfplatform_tests.store.builders import an_admission
from wfplatform_tests.wiring.running import Running

SAYS = {"id": "say", "type": "log.write@1", "with": {"message": "for ${{ input.who }}", "fields": {"total": 7.5}}}


async def test_a_line_of_a_step_is_read_with_its_fields(here: Running) -> None:
    execution = await here.begin(greeting(nodes=[SAYS], output=None))
    await here.over(execution)
    await here.logs.flush()

    lines = await here.ports.executions.logs(HERE, execution, step=None, after=0, limit=10)

    assert lines is not None
    assert [(line.step, line.attempt, line.level, line.message, line.fields) for line in lines] == [
        ("say", 1, "info", "for mara", {"total": 7.5})
    ]


async def test_lines_are_written_soon_by_themselves_also_after_a_calm(here: Running) -> None:
    for _ in range(2):
        execution = await here.begin(greeting(nodes=[SAYS], output=None))
        await here.over(execution)
        async with asyncio.timeout(5):
            while not await here.ports.executions.logs(HERE, execution, step=None, after=0, limit=10):  # noqa: ASYNC110
                await asyncio.sleep(0.02)


async def test_lines_wait_until_their_execution_is_written_down(idle: Running) -> None:
    admission = an_admission()
    written = StepLine(admission.at, "say", 1, "info", "said before the first commit")
    idle.logs.write(admission.execution, written)
    idle.logs.write(new_execution_id(admission.at), written)
    await idle.logs.flush()

    await idle.store.admit(admission)
    await idle.logs.flush()

    assert [stored.line.message for stored in await idle.store.read_logs(admission.execution)] == [written.message]
