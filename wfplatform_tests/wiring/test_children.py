"""Workflows that call workflows: each an execution of its own."""

from typing import Any

import pytest

from wfplatform.engine import commands as c
from wfplatform.events.vocabulary import ChildEnded, ChildStarted, ExecutionCompleted, StepFailed
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.codes.sta import TOO_DEEP
from wfplatform.kernel.codes.sto import UNREACHABLE
from wfplatform.kernel.errors import Unavailable
from wfplatform.kernel.ids import ExecutionId, WorkflowName
from wfplatform.runtime.ports import ChildStart
from wfplatform.store.admission import Admission, Admitted
from wfplatform.store.store import Store
from wfplatform.store.views import ExecutionFilter, ExecutionRow
from wfplatform.wiring.starting import Starting
from wfplatform_tests.gateway.documents import failure, greeting, question
from wfplatform_tests.wiring.running import Running


def caller(of: str, name: str = "caller", **more: Any) -> dict[str, Any]:
    """Calls one workflow and gives what it gave."""
    call = {"id": "call", "type": "flow.call@1", "with": {"workflow": of, "input": {"who": "${{ input.who }}"}}}
    document = greeting(name) | {"nodes": [call], "output": {"value": "${{ steps.call.output }}"}}
    return document | more


async def children_of(here: Running, parent: ExecutionId) -> list[ExecutionRow]:
    page = await here.store.list_executions(ExecutionFilter(parent=parent))
    return list(page.executions)


async def test_a_call_gives_what_the_child_gave(here: Running) -> None:
    await here.publish(greeting())

    parent = await here.begin(caller("greet"))
    await here.over(parent)

    [child] = await children_of(here, parent)
    events = await here.events(parent)
    [begun] = [event for event in events if isinstance(event, ChildStarted)]
    last = events[-1]
    assert (child.workflow, child.status, child.parent, child.trigger) == ("greet", "completed", parent, "workflow")
    assert (begun.child, begun.version) == (child.execution, "1.0.0")
    assert isinstance(last, ExecutionCompleted)
    assert last.output == {"says": "hello"}


async def test_a_call_fails_when_its_child_does(here: Running) -> None:
    await here.publish(failure())

    parent = await here.begin(caller("break"))
    row = await here.over(parent)

    [ended] = [event for event in await here.events(parent) if isinstance(event, ChildEnded)]
    assert row.status == "failed"
    assert ended.status == "failed"


async def test_a_database_that_is_away_does_not_fail_the_call(here: Running, database: str) -> None:
    await here.publish(greeting())
    parent = await here.begin(caller("greet"))
    await here.over(parent)
    called = ChildStart(parent, "greet", "latest", {"who": "mara"}, "another", 1, "live")

    store = await _Away.open(database, SystemClock())
    try:
        with pytest.raises(Unavailable):
            await Starting(store).start_child(called)
    finally:
        await store.close()


class _Away(Store):
    """Reads, but cannot admit."""

    async def admit(self, admission: Admission) -> Admitted:
        raise Unavailable(UNREACHABLE, "The database does not answer.")


async def test_cancelling_the_parent_cancels_the_child(here: Running) -> None:
    await here.publish(question())
    parent = await here.begin(caller("ask"))
    while not (children := await children_of(here, parent)):
        await here.feed.caught_up(1)
    await here.until(children[0].execution, "waiting")

    await here.telling.tell(parent, c.Cancel(by="mara"))
    await here.over(parent)

    assert (await here.over(children[0].execution)).status == "cancelled"


async def test_a_child_that_is_refused_fails_the_call_with_the_reason(here: Running) -> None:
    await here.publish(greeting())
    wrong = {"id": "call", "type": "flow.call@1", "with": {"workflow": "greet", "input": {"who": "${{ input.n }}"}}}

    parent = await here.begin(caller("greet", nodes=[wrong], input={"type": "object"}, search={}), input={"n": 7})
    row = await here.over(parent)

    [failed] = [event for event in await here.events(parent) if isinstance(event, StepFailed) and event.step == "call"]
    assert row.status == "failed"
    assert failed.error.code == "WF-STA-003"


async def test_calls_are_twenty_deep_at_most(here: Running) -> None:
    await here.publish(greeting("circle"))

    root = await here.begin(caller("circle", name="circle"))
    row = await here.over(root)

    page = await here.store.list_executions(ExecutionFilter(workflow=WorkflowName("circle")), limit=50)
    deepest = page.executions[0]
    failures = [event for event in await here.events(deepest.execution) if isinstance(event, StepFailed)]
    assert row.status == "failed"
    assert len(page.executions) == 21
    assert failures[0].error.code == TOO_DEEP.id
