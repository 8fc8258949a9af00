"""Whether an execution runs, waits or is stalled, once all that follows has followed."""

from collections.abc import Sequence

from wfplatform.engine.effects import CancelChild, Poll, Wake
from wfplatform.engine.state import ROOT, State
from wfplatform.engine.wants import due
from wfplatform.events import vocabulary as v
from wfplatform.events.status import ExecutionStatus, StepStatus

HELD_MS = 5_000
"""A wait shorter than this keeps its process: parking and coming back would cost more."""


def rest(state: State, at: int) -> Sequence[v.Event]:
    """Record that it waits, stalls, or goes on."""
    if state.status.is_over or state.started is None or state.paused or state.poisoned or state.agenda:
        return ()
    wake_at: int | None = None
    for effect in due(state).values():
        if isinstance(effect, Wake | Poll):
            if wake_at is None or effect.at < wake_at:
                wake_at = effect.at
        elif type(effect) is not CancelChild:
            return _go_on(state)
    if wake_at is not None and wake_at <= at + 1_000 * HELD_MS:
        # Also when it is time: what the timer causes says whether it goes on, and into what.
        return () if state.status is ExecutionStatus.WAITING else _go_on(state)
    stalled = _stalled(state)
    if stalled is not None and wake_at is None and not _waits_for_others(state):
        return () if state.status is ExecutionStatus.STALLED else (stalled,)
    if state.status is not ExecutionStatus.WAITING or state.wake_at != wake_at:
        return (v.ExecutionWaiting(wake_at=wake_at),)
    return ()


def _go_on(state: State) -> Sequence[v.Event]:
    if state.status is not ExecutionStatus.WAITING and state.status is not ExecutionStatus.STALLED:
        return ()
    into = ExecutionStatus.RUNNING
    if ROOT in state.sagas:
        into = ExecutionStatus.COMPENSATING
    elif state.cancel is not None:
        into = ExecutionStatus.CANCELLING
    return (v.ExecutionResumed(into=into.value),)


def _stalled(state: State) -> v.ExecutionStalled | None:
    main = state.sagas.get(ROOT)
    if main is not None and main.stopped:
        step = main.steps[0].path if main.steps else None
        return v.ExecutionStalled(reason="forced", step=step)
    for step in state.steps.values():
        if step.task is not None and step.task.about != "failure":
            return v.ExecutionStalled(reason=step.task.about, step=step.path, error=step.error)
    return None


def _waits_for_others(state: State) -> bool:
    """Something other than a person's verdict on an effect may still move it."""
    return any(
        step.status is StepStatus.WAITING and (step.task is None or step.task.about == "failure")
        for step in state.steps.values()
    )
