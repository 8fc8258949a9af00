"""One fact changes the state. Nothing is decided here: an event that contradicts the state is a bug of ours.

`evolve` is total over the vocabulary: an event that changes nothing for the engine (a comment, a claim) passes.
"""

from collections.abc import Callable
from typing import Any, Final

from wfplatform.engine import containers, taken
from wfplatform.engine.state import (
    ROOT,
    Closing,
    Done,
    Saga,
    ScopeState,
    State,
    StepState,
    close_scope,
    open_scope,
)
from wfplatform.events import vocabulary as v
from wfplatform.events.status import StepStatus, execution_status_after
from wfplatform.kernel.errors import Bug

_SUFFIX: Final = "/compensate"


def evolve(state: State, recorded: v.Recorded) -> State:
    """Apply the next fact and return the same state. Raises `Bug` when the history has a gap or contradicts itself."""
    if recorded.seq != state.seq + 1:
        raise Bug(f"event {recorded.seq} follows event {state.seq} in the history of {state.execution_id}")
    state.seq = recorded.seq
    event = recorded.event
    state.status = execution_status_after(state.status, event)
    apply = _APPLY.get(type(event))
    if apply is not None:
        apply(state, event, recorded.at)
    return state


def step_at(state: State, path: str) -> StepState:
    """The step at a path, compensations too."""
    step = state.steps.get(path)
    if step is None and path.endswith(_SUFFIX):
        step = undo_of(state, state.steps[path.removesuffix(_SUFFIX)])
    if step is None:
        raise Bug(f"the history of {state.execution_id} speaks of the step {path!r}, which does not exist")
    return step


def undo_of(state: State, step: StepState) -> StepState:
    """The compensation's own step, made when it is first needed."""
    if step.undo is None:
        step.undo = StepState(
            path=step.path + _SUFFIX,
            step=state.program.compensation(step.step.id),
            scope=step.scope,
            undone=step,
            generation=step.generation,
        )
        state.steps[step.undo.path] = step.undo
    return step.undo


# ----------------------------------------------------------------------------------------------------- the execution


def _execution_started(state: State, event: v.ExecutionStarted, at: int) -> None:
    state.started, state.started_at = event, at
    state.root = ScopeState(path=ROOT, prefix="", graph=state.program.root)
    open_scope(state, state.root)
    taken.stand(state)


def _execution_waiting(state: State, event: v.ExecutionWaiting, at: int) -> None:
    state.wake_at = event.wake_at


def _execution_paused(state: State, event: v.ExecutionPaused, at: int) -> None:
    state.paused = True
    _touch_everything(state)


def _execution_resumed(state: State, event: v.ExecutionResumed, at: int) -> None:
    state.wake_at = None
    main = state.sagas.get(ROOT)
    if state.paused or state.poisoned or (main is not None and main.stopped):
        state.paused = state.poisoned = False
        if main is not None:
            main.stopped = False
        _touch_everything(state)


def _execution_stalled(state: State, event: v.ExecutionStalled, at: int) -> None:
    if event.reason == "poison":
        state.poisoned = True
        _touch_everything(state)


def _execution_cancelling(state: State, event: v.ExecutionCancelling, at: int) -> None:
    main = state.sagas.get(ROOT)
    if main is not None:
        if event.force:
            main.stopped = True
            _touch_everything(state)
        return
    state.cancel = event
    state.paused = False
    if state.root is not None:
        close_scope(state, state.root, Closing("cancelled", at))
        _touch_everything(state)
    state.touch(ROOT)


def _execution_over(state: State, event: v.Event, at: int) -> None:
    state.stale.clear()
    state.agenda.clear()
    state.wants.clear()
    state.wanted.clear()


def _touch_everything(state: State) -> None:
    for path in state.steps:
        state.touch(path)
    for path in state.scopes:
        state.touch(path)


# --------------------------------------------------------------------------------------------------------- the steps


def _step_started(state: State, event: v.StepStarted | v.CompensationStarted, at: int) -> None:
    step = step_at(state, event.step)
    step.status = StepStatus.RUNNING
    step.attempt = event.attempt
    step.attempt_at = at
    step.generation = event.generation
    if step.started_at is None:
        step.started_at = at
    if event.attempt == 1 or event.input is not None:
        step.input = event.input
    step.intended = False
    step.recorded = step.wait = step.task = step.resolution = step.retry_at = None
    step.child = step.child_end = step.seen = None
    step.timed_out = False
    if step.undone is None:
        step.scope.active[step.step.id] = step
    step.container = containers.begun(step)
    state.touch(step.path)


def _step_waiting(state: State, event: v.StepWaiting, at: int) -> None:
    step = step_at(state, event.step)
    step.status, step.wait = StepStatus.WAITING, event
    state.touch(step.path)


def _output_recorded(state: State, event: v.OutputRecorded, at: int) -> None:
    step = step_at(state, event.step)
    step.recorded, step.wait = event, None
    step.status = StepStatus.RUNNING
    if event.error is None:
        step.done = Done(state.seq, event.port, event.output)
        step.output, step.port = event.output, event.port
    else:
        step.error = event.error
    state.touch(step.path)


def _step_completed(state: State, event: v.StepCompleted, at: int) -> None:
    step = step_at(state, event.step)
    is_taken_over = event.reused_from is not None and step.done is not None  # then it was done when it was done
    if step.recorded is None and not is_taken_over:
        step.done = Done(state.seq, event.port, event.output)
    if event.attempt > step.attempt:
        step.attempt = event.attempt
    _finish(state, step, StepStatus.COMPLETED, at, port=event.port, output=event.output)


def _step_failed(state: State, event: v.StepFailed, at: int) -> None:
    if event.step == ROOT:
        if state.root is not None:
            close_scope(state, state.root, Closing("failed", at, event.error))
        return
    step = step_at(state, event.step)
    step.error = event.error
    if event.effect_done:
        step.done = step.done or Done(state.seq, None, event.output)
        step.done.error = event.error
    _finish(state, step, StepStatus.FAILED, at, port=event.port, output=event.output)
    if event.port is None:
        close_scope(state, step.scope, Closing("failed", at, event.error))


def _step_skipped(state: State, event: v.StepSkipped, at: int) -> None:
    step = step_at(state, event.step)
    step.error = event.error
    if step.done is not None and event.error is not None:
        step.done.error = event.error
    _finish(state, step, StepStatus.SKIPPED, at, port=event.port, output=None)


def _step_cancelled(state: State, event: v.StepCancelled, at: int) -> None:
    step = step_at(state, event.step)
    step.status, step.finished_at, step.wait, step.task = StepStatus.CANCELLED, at, None, None
    step.scope.active.pop(step.step.id, None)
    state.touch(step.path)
    state.touch(step.scope.path)


def _step_unknown(state: State, event: v.StepUnknown, at: int) -> None:
    step = step_at(state, event.step)
    step.status, step.error, step.wait = StepStatus.UNKNOWN, event.error, None
    step.unknown_seq = state.seq
    state.touch(step.path)
    state.touch(step.scope.path)


def _step_resolved(state: State, event: v.StepResolved, at: int) -> None:
    step = step_at(state, event.step)
    step.task = None
    step.resolution = None if event.decision == "retry" else event
    if event.decision == "retry" and step.attempt:
        step.status, step.retry_at = StepStatus.RETRYING, at
    state.touch(step.path)
    state.touch(step.scope.path)
    for saga in state.sagas.values():
        if saga.steps and step in (saga.steps[0], saga.steps[0].undo):
            left_out = saga.steps[0]
            state.touch(undo_of(state, left_out).path)
            state.touch(saga.scope)
            if event.decision == "skip":
                left_out.unknown_seq = left_out.view = None
                if left_out.done is not None:
                    left_out.done.kept = True
                _undo_next(state, left_out)
            return


def _retry_attempted(state: State, event: v.RetryAttempted, at: int) -> None:
    step = step_at(state, event.step)
    step.status, step.retry_at, step.error = StepStatus.RETRYING, event.next_at, event.error
    step.recorded = step.wait = None
    state.touch(step.path)


def _effect_intended(state: State, event: v.EffectIntended, at: int) -> None:
    step_at(state, event.step).intended = True


def _conditional_routed(state: State, event: v.ConditionalRouted, at: int) -> None:
    step = step_at(state, event.step)
    step.routed = event
    state.touch(step.path)


def _finish(state: State, step: StepState, status: StepStatus, at: int, *, port: str | None, output: Any) -> None:
    step.status, step.port, step.output, step.finished_at = status, port, output, at
    step.wait = step.task = step.resolution = step.retry_at = step.view = None
    scope = step.scope
    scope.active.pop(step.step.id, None)
    state.touch(step.path)
    state.touch(scope.path)
    if status is StepStatus.FAILED and port is None:
        return
    scope.unresolved -= 1
    for edge_port, target in scope.graph.followers[step.step.id]:
        follower = scope.steps[target]
        if port is not None and edge_port == port:
            follower.live += 1
            follower.arrived.append((step.step.id, port))
        else:
            follower.dead += 1
        state.touch(follower.path)


# -------------------------------------------------------------------------------------------------------------- undo


def _saga_compensating(state: State, event: v.SagaCompensating, at: int) -> None:
    scope = event.scope or ROOT
    steps = [state.steps[path] for path in event.steps]
    state.sagas[scope] = Saga(scope=scope, reason=event.reason, error=event.error, steps=steps)
    state.touch(steps[0].path + _SUFFIX if steps else scope)
    state.touch(scope)
    for step in steps:
        undo_of(state, step)


def _step_compensated(state: State, event: v.StepCompensated, at: int) -> None:
    step = step_at(state, event.step)
    undo = undo_of(state, step)
    undo.status, undo.output, undo.finished_at = StepStatus.COMPLETED, event.output, at
    step.status, step.done, step.unknown_seq = StepStatus.COMPENSATED, None, None
    for saga in state.sagas.values():
        if saga.steps and saga.steps[0] is step:
            _empty_containers(state, step, saga)
    _undo_next(state, step)


def _empty_containers(state: State, step: StepState, saga: Saga) -> None:
    """The end of what is around the step, as far as its undoing reaches, says no more what has happened."""
    scope = step.scope
    while scope.owner is not None and scope.path != saga.scope:
        state.steps[scope.owner.path].undone_inside = True
        scope = scope.owner.scope


def _compensation_failed(state: State, event: v.CompensationFailed, at: int) -> None:
    undo = step_at(state, event.step)
    undo.status, undo.error, undo.finished_at = StepStatus.FAILED, event.error, at
    undo.recorded = undo.wait = undo.retry_at = None
    state.touch(undo.path)


def _undo_next(state: State, step: StepState) -> None:
    for saga in state.sagas.values():
        if saga.steps and saga.steps[0] is step:
            saga.steps.pop(0)
            state.touch(saga.steps[0].path + _SUFFIX if saga.steps else saga.scope)
            state.touch(saga.scope)
    if step.undo is not None:
        state.touch(step.undo.path)


def _saga_compensated(state: State, event: v.SagaCompensated, at: int) -> None:
    if event.scope is None:
        _execution_over(state, event, at)
        return
    owner = state.scopes[event.scope].owner
    del state.sagas[event.scope]
    state.touch(event.scope)
    if owner is not None:
        state.touch(owner.path)


# -------------------------------------------------------------------------------------------------------- containers


def _iteration_started(state: State, event: v.IterationStarted, at: int) -> None:
    step = step_at(state, event.step)
    open_scope(state, containers.entered(state, step, event))
    state.touch(step.path)


def _iteration_ended(state: State, event: v.IterationEnded, at: int) -> None:
    step = step_at(state, event.step)
    containers.left(state, step, event, at)
    state.touch(step.path)
    state.touch(event.scope)


def _handed_on(state: State, event: v.ExecutionHandedOn, at: int) -> None:
    state.handed_on = event
    state.touch(ROOT)


def _child_started(state: State, event: v.ChildStarted, at: int) -> None:
    step = step_at(state, event.step)
    step.child, step.status = event.child, StepStatus.WAITING
    state.touch(step.path)


def _child_ended(state: State, event: v.ChildEnded, at: int) -> None:
    step = step_at(state, event.step)
    step.child_end = event
    state.touch(step.path)


# --------------------------------------------------------------------------------------------- people, time, outside


def _task_opened(state: State, event: v.TaskOpened, at: int) -> None:
    step = step_at(state, event.step)
    step.task = event
    step.tasks_opened += 1
    if event.about == "failure":
        step.status, step.error = StepStatus.WAITING, event.error
        step.recorded = step.wait = None
    state.touch(step.path)


def _task_closed(state: State, event: v.TaskDecided | v.TaskCancelled | v.TaskExpired, at: int) -> None:
    step = step_at(state, event.step)
    step.task = None
    state.touch(step.path)
    state.touch(step.scope.path)


def _timer_fired(state: State, event: v.TimerFired, at: int) -> None:
    if event.step == ROOT:
        if state.root is not None:
            close_scope(state, state.root, Closing("timed_out", at))
        return
    step = step_at(state, event.step)
    step.timed_out = True
    for inner in list(step.container.open.values()) if step.container else ():
        close_scope(state, inner, Closing("outer", at))
    state.touch(step.path)


_APPLY: Final[dict[type, Callable[[State, Any, int], None]]] = {
    v.ExecutionStarted: _execution_started,
    v.ExecutionWaiting: _execution_waiting,
    v.ExecutionPaused: _execution_paused,
    v.ExecutionResumed: _execution_resumed,
    v.ExecutionStalled: _execution_stalled,
    v.ExecutionCancelling: _execution_cancelling,
    v.ExecutionCompleted: _execution_over,
    v.ExecutionFailed: _execution_over,
    v.ExecutionCancelled: _execution_over,
    v.StepStarted: _step_started,
    v.StepWaiting: _step_waiting,
    v.StepCompleted: _step_completed,
    v.StepFailed: _step_failed,
    v.StepSkipped: _step_skipped,
    v.StepCancelled: _step_cancelled,
    v.StepUnknown: _step_unknown,
    v.StepResolved: _step_resolved,
    v.StepCompensated: _step_compensated,
    v.RetryAttempted: _retry_attempted,
    v.OutputRecorded: _output_recorded,
    v.ConditionalRouted: _conditional_routed,
    v.EffectIntended: _effect_intended,
    v.SagaCompensating: _saga_compensating,
    v.CompensationStarted: _step_started,
    v.CompensationFailed: _compensation_failed,
    v.SagaCompensated: _saga_compensated,
    v.IterationStarted: _iteration_started,
    v.IterationEnded: _iteration_ended,
    v.ExecutionHandedOn: _handed_on,
    v.ChildStarted: _child_started,
    v.ChildEnded: _child_ended,
    v.TaskOpened: _task_opened,
    v.TaskDecided: _task_closed,
    v.TaskCancelled: _task_closed,
    v.TaskExpired: _task_closed,
    v.TimerFired: _timer_fired,
}
