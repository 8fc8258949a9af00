"""How large an execution may become."""

from typing import Final

import pytest

from wfplatform import engine
from wfplatform.engine import commands as c
from wfplatform.engine.effects import RunAttempt
from wfplatform.events import vocabulary as v
from wfplatform.events.status import ExecutionStatus
from wfplatform.kernel.codes.run import POISON, TOO_MANY_EVENTS, TOO_MANY_ITEMS
from wfplatform.kernel.json import Json
from wfplatform.plan.plan import Plan
from wfplatform.plan.steps import ForEach, Graph, Pass, Perform, Step
from wfplatform.plan.template import Template
from wfplatform_tests.engine.plans import a_plan

NOON: Final = 1_767_268_800_000_000
LONGEST: Final = 50_000


def a_loop_over(items: Json) -> Plan:
    """One `each` over constant items, with nothing to do for any of them."""
    body = Graph((Step("nothing", "flow.pass@1", Pass(), ports=("out",)),), ())
    each = ForEach(Template(items, constant=True), body)
    return a_plan(Graph((Step("each", "flow.foreach@1", each, ports=("out",)),), ()))


@pytest.mark.parametrize(
    ("items", "what"), [("seven", "string"), (7, "number"), (None, "null"), ([0] * 10_001, "10001 items")]
)
def test_a_foreach_runs_over_a_list_that_is_not_too_long(items: Json, what: str) -> None:
    state = engine.new_state(a_loop_over(items), "e")

    events = [record.event for record in engine.advance(state, c.Start(input=None), NOON)]

    [failed] = [event for event in events if isinstance(event, v.StepFailed) and event.step == "each"]
    assert failed.error.code == TOO_MANY_ITEMS.id
    assert what in failed.error.message
    assert state.status is ExecutionStatus.FAILED


def test_an_execution_whose_history_is_too_long_fails() -> None:
    charge = Step("charge", "test.once@1", Perform("idempotent", Template({}, constant=True)), ports=("out",))
    plan = a_plan(Graph((charge,), ()))
    begun = engine.advance(engine.new_state(plan, "e"), c.Start(input=None), NOON)
    signals = [
        v.Recorded(seq=seq, at=NOON, event=v.SignalReceived(name="again")) for seq in range(len(begun) + 1, LONGEST + 1)
    ]
    state = engine.fold(plan, "e", [*begun, *signals])

    events = [record.event for record in engine.advance(state, c.Proceed(), NOON)]

    assert isinstance(events[0], v.StepFailed)
    assert (events[0].step, events[0].error.code) == ("", TOO_MANY_EVENTS.id)
    assert "50000 events" in events[0].error.message


def test_a_history_just_below_the_limit_goes_on() -> None:
    charge = Step("charge", "test.once@1", Perform("idempotent", Template({}, constant=True)), ports=("out",))
    plan = a_plan(Graph((charge,), ()))
    begun = engine.advance(engine.new_state(plan, "e"), c.Start(input=None), NOON)
    signals = [
        v.Recorded(seq=seq, at=NOON, event=v.SignalReceived(name="again")) for seq in range(len(begun) + 1, LONGEST)
    ]
    state = engine.fold(plan, "e", [*begun, *signals])

    assert engine.advance(state, c.Proceed(), NOON) == []


def test_an_execution_whose_hosts_keep_dying_stalls_until_a_person_lets_it_go_on() -> None:
    charge = Step("charge", "test.once@1", Perform("idempotent", Template({}, constant=True)), ports=("out",))
    state = engine.new_state(a_plan(Graph((charge,), ())), "e")
    engine.advance(state, c.Start(input=None), NOON)

    [stalled] = [record.event for record in engine.advance(state, c.Condemn(attempts=5), NOON)]
    again = engine.advance(state, c.Condemn(attempts=6), NOON)
    while_stalled = dict(engine.due(state))
    engine.advance(state, c.Unpause(by="mara"), NOON)

    assert isinstance(stalled, v.ExecutionStalled)
    assert stalled.error is not None
    assert stalled.error.code == POISON.id
    assert "5 processes" in stalled.error.message
    assert again == []
    assert not any(isinstance(effect, RunAttempt) for effect in while_stalled.values())
    assert any(isinstance(effect, RunAttempt) for effect in engine.due(state).values())
    assert state.status is ExecutionStatus.RUNNING
