"""What a command makes true, directly. What follows from that by itself is `follow`'s."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from wfplatform.engine import answers, evaluations, handing_on, people
from wfplatform.engine import commands as c
from wfplatform.engine.state import State
from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.events.status import StepStatus
from wfplatform.kernel.codes import run as codes


def decide(state: State, command: c.Command, at: int) -> Iterator[v.Event]:
    """The direct facts, in order. Raises `CommandRejected`; never for a step's own failure."""
    return _DECIDERS[type(command)](state, command, at)


def _nothing(state: State, command: c.Proceed, at: int) -> Iterator[v.Event]:
    return iter(())


def _child_began(state: State, command: c.ChildBegan, at: int) -> Iterator[v.Event]:
    step = state.steps.get(command.step)
    if step is not None and step.status is StepStatus.RUNNING and step.child is None:
        yield v.ChildStarted(step=step.path, child=command.child, workflow=command.workflow, version=command.version)


def _handed_on(state: State, command: c.HandedOn, at: int) -> Iterator[v.Event]:
    if handing_on.wanted(state) is not None and not state.is_over:
        yield v.ExecutionHandedOn(
            workflow=command.workflow, child=command.child, version=command.version, error=command.error
        )


def _child_over(state: State, command: c.ChildOver, at: int) -> Iterator[v.Event]:
    step = state.steps.get(command.step)
    if step is not None and step.child == command.child and step.child_end is None:
        yield v.ChildEnded(
            step=step.path, child=command.child, status=command.status, output=command.output, error=command.error
        )


def _condemned(state: State, command: c.Condemn, at: int) -> Iterator[v.Event]:
    if not state.is_over and not state.poisoned:
        message = f"{command.attempts} processes have died while they hosted it, without recording anything."
        yield v.ExecutionStalled(reason="poison", error=Failure(code=codes.POISON.id, message=message))


_DECIDERS: Final[dict[type, Callable[[State, Any, int], Iterator[v.Event]]]] = {
    c.Start: people.started,
    c.Proceed: _nothing,
    c.Recover: answers.recovered,
    c.Evaluated: evaluations.evaluated,
    c.EvaluationFailed: evaluations.evaluation_failed,
    c.IntendEffect: answers.effect_intended,
    c.AttemptCompleted: answers.attempt_completed,
    c.Computed: evaluations.computed,
    c.AttemptFailed: answers.attempt_failed,
    c.AttemptUnknown: answers.attempt_unknown,
    c.AttemptDeferred: answers.attempt_deferred,
    c.TimerDue: answers.timer_due,
    c.ChildBegan: _child_began,
    c.ChildOver: _child_over,
    c.HandedOn: _handed_on,
    c.Resolve: people.resolved,
    c.Cancel: people.cancelled,
    c.Pause: people.paused,
    c.Condemn: _condemned,
    c.Unpause: people.unpaused,
}
