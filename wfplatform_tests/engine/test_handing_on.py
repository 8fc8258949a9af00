"""The workflow of `on_failure.call` as the engine alone sees it."""

from typing import Final

import pytest

from wfplatform import engine
from wfplatform.engine import commands as c
from wfplatform.engine.effects import HandOn
from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.events.status import ExecutionStatus
from wfplatform.plan.plan import Plan
from wfplatform.plan.steps import Fail, Graph, Step
from wfplatform.plan.template import Template
from wfplatform_tests.engine.plans import a_plan

NOON: Final = 1_767_268_800_000_000


def failing() -> Plan:
    """Fails at once, and names a workflow to tell."""
    told = Template({"code": "NO_STOCK", "message": "nothing left"}, constant=True)
    step = Step("stop", "flow.fail@1", Fail(told), ports=())
    return a_plan(Graph((step,), ()), on_failure="notify")


def begun(mode: str = "live", depth: int = 0) -> engine.State:
    """An execution of it, as far as it goes by itself."""
    state = engine.new_state(failing(), "e-1")
    engine.advance(state, c.Start(input=None, mode=mode, depth=depth), NOON)
    return state


def test_a_failure_is_not_recorded_before_somebody_knows_of_it() -> None:
    state = begun(depth=2)

    [wanted] = engine.due(state).values()

    error = {"code": "NO_STOCK", "message": "nothing left", "step": "stop"}
    told = {"execution": "e-1", "workflow": "random", "status": "failed", "error": error}
    assert not state.is_over
    assert wanted == HandOn(workflow="notify", input=told, idempotency_key="e-1/on_failure", depth=3)


@pytest.mark.parametrize("error", [None, Failure("WF-STA-010", "There is no workflow 'notify'.")])
def test_it_ends_also_when_the_other_workflow_cannot_be_started(error: Failure | None) -> None:
    state = begun()

    child = "e-2" if error is None else None
    events = [r.event for r in engine.advance(state, c.HandedOn("notify", child=child, error=error), NOON)]

    [handed_on, failed] = events
    assert handed_on == v.ExecutionHandedOn(workflow="notify", child=child, error=error)
    assert isinstance(failed, v.ExecutionFailed)
    assert state.status is ExecutionStatus.FAILED


def test_an_answer_that_comes_twice_is_recorded_once() -> None:
    state = begun()
    engine.advance(state, c.HandedOn("notify", child="e-2"), NOON)

    assert engine.advance(state, c.HandedOn("notify", child="e-2"), NOON) == []


@pytest.mark.parametrize("mode", ["test", "dry_run", "shadow"])
def test_what_is_not_live_tells_nobody(mode: str) -> None:
    assert begun(mode).status is ExecutionStatus.FAILED
