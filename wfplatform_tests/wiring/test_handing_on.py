"""Workflows that are started because another one has failed (`on_failure.call`)."""

from typing import Any

import pytest

from wfplatform.engine import commands as c
from wfplatform.events.vocabulary import ExecutionFailed, ExecutionHandedOn, SagaCompensated
from wfplatform.kernel.codes.sta import BAD_INPUT, UNKNOWN_WORKFLOW
from wfplatform.kernel.ids import ExecutionId
from wfplatform.runtime.ports import ChildStart
from wfplatform_tests.gateway.documents import failure, question
from wfplatform_tests.wiring.running import Running

_ERROR = {"type": "object", "required": ["code", "message", "step"]}


def notify(**more: Any) -> dict[str, Any]:
    """Takes a failure, and gives its code and where it was."""
    words = {"told": "${{ input.error.code }} at ${{ input.error.step }}", "of": "${{ input.execution }}"}
    return {
        "schema": "wfplatform/v1",
        "kind": "flow",
        "name": "notify",
        "input": {"type": "object", "required": ["execution", "workflow", "status"], "properties": {"error": _ERROR}},
        "output": {"value": "${{ steps.say.output }}"},
        "nodes": [{"id": "say", "type": "data.set@1", "with": {"values": words}}],
        "edges": [],
        **more,
    }


async def handed_on(here: Running, execution: ExecutionId) -> ExecutionHandedOn:
    """What its history says of it, which is said before its end."""
    *_, told, end = await here.events(execution)
    assert isinstance(told, ExecutionHandedOn)
    assert isinstance(end, ExecutionFailed | SagaCompensated)
    return told


@pytest.mark.parametrize("lane", ["run", "express"])
async def test_the_workflow_that_on_failure_names_is_told_of_the_failure(here: Running, lane: str) -> None:
    await here.publish(notify())

    failed = await here.begin(failure() | {"lane": lane, "on_failure": {"call": "notify"}})
    await here.over(failed)

    told = await handed_on(here, failed)
    assert told.child is not None
    started = ExecutionId(told.child)
    row = await here.over(started)
    [*_, end] = await here.events(started)
    assert (row.workflow, row.parent, row.trigger, row.status) == ("notify", failed, "failure", "completed")
    assert getattr(end, "output", None) == {"told": "BOOM at boom", "of": failed}
    assert (told.workflow, told.version) == ("notify", "1.0.0")


async def test_a_workflow_that_is_not_published_stands_in_no_failures_way(here: Running) -> None:
    failed = await here.begin(failure() | {"on_failure": {"call": "notify"}})
    row = await here.over(failed)

    told = await handed_on(here, failed)
    assert row.status == "failed"
    assert told.child is None
    assert told.error is not None
    assert told.error.code == UNKNOWN_WORKFLOW.id


async def test_a_workflow_that_refuses_the_failure_stands_in_no_failures_way(here: Running) -> None:
    await here.publish(notify(input={"type": "object", "required": ["channel"]}))

    failed = await here.begin(failure() | {"on_failure": {"call": "notify"}})
    row = await here.over(failed)

    told = await handed_on(here, failed)
    assert row.status == "failed"
    assert told.error is not None
    assert told.error.code == BAD_INPUT.id
    assert "channel" in told.error.message


async def test_what_a_process_started_before_it_died_is_not_started_again(here: Running) -> None:
    await here.publish(notify())
    asking = await here.begin(question() | {"on_failure": {"call": "notify"}})
    await here.until(asking, "waiting")
    error = {"code": "NO", "message": "who knows", "step": "ask"}
    told = {"execution": asking, "workflow": "ask", "status": "failed", "error": error}
    by_the_dead = ChildStart(
        asking, "notify", "latest", told, f"{asking}/on_failure", depth=1, mode="live", trigger="failure"
    )
    first = await here.starting.start_child(by_the_dead)

    await here.telling.tell(asking, c.Resolve("ask", "fail", by="mara"))
    await here.over(asking)

    assert (await handed_on(here, asking)).child == first.execution
