"""A restart is a new execution that takes over what an ended one has recorded."""

from typing import Any

import pytest

from wfplatform.events.vocabulary import CompensationStarted, ExecutionStarted
from wfplatform.kernel.codes.sta import BAD_INPUT, NOT_OVER
from wfplatform.kernel.errors import Conflict, InvalidInput
from wfplatform.kernel.ids import ExecutionId
from wfplatform_tests.contracts.gateway import HERE
from wfplatform_tests.gateway.documents import failure, greeting
from wfplatform_tests.wiring.running import Running


def repaired() -> dict[str, Any]:
    """`failure`, with a second step that completes."""
    boom = {"id": "boom", "type": "data.set@1", "with": {"values": {"well": True}}}
    return failure() | {"nodes": [failure()["nodes"][0], boom]}


async def taken_over(here: Running, execution: ExecutionId) -> list[str]:
    """The nodes whose recorded end the execution began with."""
    [begun] = [event for event in await here.events(execution) if isinstance(event, ExecutionStarted)]
    return sorted(node for node, what in begun.reused.items() if not what.again)


async def test_what_completed_is_taken_over_and_the_rest_runs_again(here: Running) -> None:
    old = await here.begin(failure())
    await here.over(old)

    again = await here.starting.restart(old, by="mara")
    row = await here.over(again.execution)

    assert (row.status, row.restart_of, row.root, row.trigger) == ("failed", old, old, "restart")
    assert await taken_over(here, again.execution) == ["hello"]


async def test_nodes_that_are_named_run_again(here: Running) -> None:
    old = await here.begin(failure())
    await here.over(old)

    again = await here.starting.restart(old, rerun=frozenset({"hello"}))
    await here.over(again.execution)

    assert await taken_over(here, again.execution) == []


async def test_a_node_runs_again_with_all_behind_it_and_what_lies_beside_it_stands(here: Running) -> None:
    nodes = [{"id": name, "type": "data.set@1", "with": {"values": {}}} for name in ("hello", "beside", "behind")]
    old = await here.begin(greeting(nodes=nodes, edges=[{"from": "hello", "to": "behind"}]))
    await here.over(old)

    again = await here.starting.restart(old, since="hello")
    row = await here.over(again.execution)

    assert row.status == "completed"
    assert await taken_over(here, again.execution) == ["beside"]


def reserving(end: dict[str, Any]) -> dict[str, Any]:
    """A loop whose items can be undone, and a node behind it."""
    undo = {"type": "data.set@1", "with": {"values": {"back": "${{ item }}", "of": "${{ steps.hold.output.held }}"}}}
    hold = {"id": "hold", "type": "data.set@1", "with": {"values": {"held": "${{ item }}"}}, "compensate": undo}
    each = {"id": "each", "type": "flow.foreach@1", "with": {"items": "[7, 8]", "concurrency": 1}}
    each["bodies"] = {"body": {"nodes": [hold], "edges": []}}
    nodes = [*greeting()["nodes"], each, {"id": "boom", **end}]
    return greeting("reserve", nodes=nodes, edges=[{"from": "each", "to": "boom"}])


async def test_a_restart_that_fails_undoes_what_lies_in_a_loop_that_it_took_over(here: Running) -> None:
    old = await here.begin(reserving({"type": "data.set@1", "with": {"values": {}}}))
    await here.over(old)
    await here.publish(reserving({"type": "flow.fail@1", "with": {"message": "it broke", "code": "BOOM"}}))

    again = await here.starting.restart(old, since="boom", newest=True)
    row = await here.over(again.execution)

    events = await here.events(again.execution)
    undone = [(one.step, one.input) for one in events if isinstance(one, CompensationStarted)]
    assert row.status == "compensated"
    assert undone == [
        ("each[1]/hold/compensate", {"values": {"back": 8, "of": 8}}),
        ("each[0]/hold/compensate", {"values": {"back": 7, "of": 7}}),
    ]


async def test_only_what_is_over_restarts(idle: Running) -> None:
    execution = await idle.begin(greeting())

    with pytest.raises(Conflict) as refused:
        await idle.starting.restart(execution)

    assert refused.value.code is NOT_OVER


async def test_a_restart_stays_on_its_plan_unless_the_newest_is_asked_for(here: Running) -> None:
    old = await here.begin(failure())
    await here.over(old)
    await here.publish(repaired())

    same = await here.over((await here.starting.restart(old)).execution)
    newest = await here.over((await here.starting.restart(old, newest=True)).execution)

    assert (same.status, same.version) == ("failed", "1.0.0")
    assert (newest.status, newest.version) == ("completed", "1.0.1")


async def test_a_restart_on_the_newest_plan_tells_which_nodes_changed(here: Running) -> None:
    old = await here.begin(failure())
    await here.over(old)
    await here.publish(repaired())

    begun = await here.ports.executions.restart(HERE, old, by="mara", newest=True)

    assert begun is not None
    assert begun.changed == ("boom",)


async def test_the_newest_plan_may_refuse_the_old_input(here: Running) -> None:
    old = await here.begin(failure())
    await here.over(old)
    await here.publish(repaired() | {"input": {"type": "object", "required": ["when"]}, "search": {}})

    with pytest.raises(InvalidInput) as refused:
        await here.starting.restart(old, newest=True)

    assert refused.value.code is BAD_INPUT
