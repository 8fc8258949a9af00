"""A step that only computes may be told in one command: what follows is the same as of two."""

from wfplatform import engine
from wfplatform.engine import commands as c
from wfplatform.events import vocabulary as v
from wfplatform_tests.runtime.world import a_plan, a_step

PLAN = a_plan(a_step("a", value="${{ input }}"), a_step("b", value="${{ steps.a.output }}"), edges=["a -> b"])


def told(*commands: c.Command, plan: object = PLAN) -> tuple[list[v.Event], object]:
    state = engine.new_state(plan, "x")  # type: ignore[arg-type]
    events: list[v.Event] = []
    for command in (c.Start(input={}), *commands):
        events += [record.event for record in engine.advance(state, command, 1_000)]
    return events, engine.snapshot(state)


def test_computed_is_evaluated_and_completed() -> None:
    one = told(c.Computed("a", input=1, output=2, duration_ms=0.5))
    two = told(c.Evaluated("a", "input", 1), c.AttemptCompleted("a", 1, output=2, duration_ms=0.5))

    assert one == two
    assert [type(event) for event in one[0]] == [v.ExecutionStarted, v.StepStarted, v.StepCompleted]


def test_a_port_that_the_step_does_not_have_fails_it_in_both() -> None:
    one = told(c.Computed("a", input=1, port="nowhere", duration_ms=0.5))
    two = told(c.Evaluated("a", "input", 1), c.AttemptCompleted("a", 1, port="nowhere", duration_ms=0.5))

    assert one == two


def test_what_may_not_start_is_not_computed() -> None:
    assert told(c.Computed("b", input=1)) != told(c.Evaluated("a", "input", 1))
    events, _ = told(c.Cancel(), c.Computed("a", input=1))
    assert not any(isinstance(event, v.StepCompleted) for event in events)
