"""What follows by itself from what is known: the facts that need no answer from outside.

Each function looks at one place of the state and yields what is true there and not yet recorded. They can be asked
again at any time, also after a history was cut off anywhere: what has followed already does not follow twice.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from wfplatform.engine import containers, endings, handing_on
from wfplatform.engine.state import Closing, Done, Saga, ScopeState, State, StepState
from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.events.status import StepStatus
from wfplatform.kernel.codes import run as codes
from wfplatform.kernel.json import Json, as_list, as_object, json_type
from wfplatform.plan.steps import Call, Decide, Fail, ForEach, Pass, Perform, Try, While
from wfplatform.plan.template import Template

MOST_ITEMS: Final = 10_000
"""Items of one foreach."""


def follow(state: State, path: str, at: int) -> Sequence[v.Event]:
    """What follows at a step's or a scope's path; `ROOT` is the execution."""
    if state.status.is_over or state.started is None:
        return ()
    step = state.steps.get(path)
    if step is None:
        scope = state.scopes.get(path)
        if scope is None or (scope.closing is None and scope.unresolved and path not in state.sagas):
            return ()
        return tuple(_follow_scope(state, scope, at))
    if step.undone is not None:
        return tuple(_follow_undo(state, step, at))
    if step.scope.over or step.status.is_over:
        return ()
    if step.status is StepStatus.PENDING:
        return _follow_pending(state, step, at) if step.scope.closing is None else ()
    return tuple(_follow_step(state, step, at))


# ------------------------------------------------------------------------------------------------------------- steps


def _follow_step(state: State, step: StepState, at: int) -> Iterator[v.Event]:
    match step.status:
        case StepStatus.RUNNING if step.scope.closing is not None:
            yield from _end_running(state, step, at)
        case StepStatus.RUNNING:
            yield from _follow_running(state, step, at)
        case StepStatus.WAITING | StepStatus.RETRYING | StepStatus.UNKNOWN if step.scope.closing is not None:
            yield from _end_waiting(step)
        case StepStatus.UNKNOWN | StepStatus.WAITING:
            yield from _follow_waiting(state, step, at)
        case _:
            return


def first_template(step: StepState) -> Template | None:
    """What has to be worked out before the step starts; None when nothing has."""
    match step.step.action:
        case Perform(input=template) | Call(input=template) | Fail(input=template):
            return template
        case ForEach(items=template):
            return template
        case While(initial=template):
            return template
        case Decide() | Try() | Pass():
            return None


def is_ready(state: State, step: StepState) -> bool:
    """The step's join is met and nothing holds it."""
    if step.status is not StepStatus.PENDING or step.scope.closing is not None or state.paused:
        return False
    return _joined(state, step) is True


def _joined(state: State, step: StepState) -> bool | None:
    """True: may start. False: is skipped. None: not known yet."""
    incoming = step.scope.graph.incoming[step.step.id]
    selection = state.started.selection if state.started is not None else None
    expected, live, dead = len(incoming), step.live, step.dead
    known = live + dead >= expected
    if selection is not None:
        if step.step.id not in selection and step.path not in state.taken and step.scope.owner is None:
            return False
        expected = sum(_takes_part(state, step.scope, source, selection) for source, _ in incoming)
        known = known or live + _dead_of_part(state, step, selection) >= expected
    if expected == 0:
        return True
    if step.step.join == "any" and live:
        return True
    if step.step.join == "all" and dead:
        return False
    return live > 0 if known else None


def _takes_part(state: State, scope: ScopeState, source: str, selection: tuple[str, ...]) -> bool:
    return scope.owner is not None or source in selection or scope.prefix + source in state.taken


def _dead_of_part(state: State, step: StepState, selection: tuple[str, ...]) -> int:
    """Dead edges, without those of steps that were left out by the selection (they are skipped, but do not count)."""
    left_out = sum(
        not _takes_part(state, step.scope, source, selection) for source, _ in step.scope.graph.incoming[step.step.id]
    )
    return max(0, step.dead - left_out)


def _follow_pending(state: State, step: StepState, at: int) -> Sequence[v.Event]:
    joined = _joined(state, step)
    if joined is None or (joined and state.paused):
        return ()
    if not joined:
        return (v.StepSkipped(step=step.path),)
    done = step.done
    if done is not None and endings.stands(step):
        return tuple(_taken_over(state, step, done, at))
    template = first_template(step)
    if template is None:
        return (started(state, step, None),)
    return tuple(begun(state, step, template.source, at)) if template.constant else ()


def _taken_over(state: State, step: StepState, done: Done, at: int) -> Iterator[v.Event]:
    """What has happened does not happen twice, and is judged no better: its container is tried again, or all is."""
    if done.error is not None:
        yield started(state, step, step.input)
        yield from endings.failed(state, step, done.error, at, output=done.output, happened=True)
    else:
        origin: str | None = state.execution_id
        if done.is_taken_over:
            origin = state.started.restart_of if state.started is not None else None
        yield v.StepCompleted(step=step.path, port=done.port or "out", output=done.output, reused_from=origin or "")


def started(state: State, step: StepState, value: Json, attempt: int = 1) -> v.StepStarted:
    """The step's first attempt begins with this input."""
    return v.StepStarted(step=step.path, attempt=attempt, input=value, generation=step.generation)


def begun(state: State, step: StepState, value: Json, at: int) -> Iterator[v.Event]:
    """The step's input is worked out: it starts, unless the value cannot be what the instruction needs."""
    match step.step.action:
        case ForEach():
            items = as_list(value)
            if items is None or len(items) > MOST_ITEMS:
                yield started(state, step, {"items": []})
                what = f"{len(items)} items" if items is not None else json_type(value)
                message = f"The items of {step.path!r} are {what}; a list of at most {MOST_ITEMS} is needed."
                error = Failure(code=codes.TOO_MANY_ITEMS.id, message=message, step=step.path, attempt=1)
                yield from endings.failed(state, step, error, at)
                return
            yield started(state, step, {"items": items})
        case While():
            yield started(state, step, {"state": value})
        case _:
            yield started(state, step, value)


def _follow_running(state: State, step: StepState, at: int) -> Iterator[v.Event]:
    match step.step.action:
        case Pass():
            yield from endings.completed(state, step, "out", None, at)
        case Fail():
            told = as_object(step.input)
            code, message = str(told.get("code", "WF-USER-FAIL")), str(told.get("message", ""))
            yield from endings.failed(state, step, endings.error_of(step, code, message), at)
        case Decide() if step.routed is not None:
            yield from endings.completed(state, step, step.routed.port, None, at)
        case ForEach() | Try() | While():
            yield from containers.follow(state, step, at)
        case _:
            return


def _follow_waiting(state: State, step: StepState, at: int) -> Iterator[v.Event]:
    if step.child_end is not None:
        yield from _child_over(state, step, step.child_end, at)
    elif step.resolution is not None:
        yield from _resolved(state, step, step.resolution, at)
    elif step.status is StepStatus.UNKNOWN and step.task is None:
        match step.step.on_unknown:
            case "retry":
                yield v.StepResolved(step=step.path, decision="retry")
            case "compensate" if step.step.compensate is not None:
                yield v.StepResolved(step=step.path, decision="compensate")
            case _:
                title = f"Did {step.path!r} happen? Its attempt ended without an answer."
                yield endings.open_task(step, "unknown", title, error=step.error)


def _child_over(state: State, step: StepState, end: v.ChildEnded, at: int) -> Iterator[v.Event]:
    if step.timed_out and end.status != "completed":
        message = f"Step {step.path!r} took longer than {step.step.timeout_ms} ms."
        error = endings.error_of(step, codes.TIMEOUT.id, message, retryable=True)
        yield from endings.attempt_failed(state, step, error, at, outcome="timed_out")
        return
    if end.status == "completed":
        yield from endings.completed(state, step, "out", end.output, at)
        return
    because = f": {end.error.message}" if end.error is not None else "."
    error = Failure(
        code=f"child_{end.status}",
        message=f"The called workflow ended {end.status}{because}",
        retryable=True,
        step=step.path,
        attempt=step.attempt,
    )
    yield from endings.attempt_failed(state, step, error, at)


def _resolved(state: State, step: StepState, resolution: v.StepResolved, at: int) -> Iterator[v.Event]:
    error = step.error or endings.error_of(
        step, codes.UNKNOWN_EFFECT.id, f"Nobody knows whether {step.path!r} happened."
    )
    match resolution.decision:
        case "skip":
            yield v.StepSkipped(step=step.path, port="out", error=error)
        case "continue" if step.status is StepStatus.UNKNOWN:
            yield from endings.completed(state, step, "out", resolution.output, at)
        case "continue" if resolution.output is None:
            yield from endings.continued(step, error, step.attempt, "failed", False, endings.elapsed_ms(step, at))
        case "continue":
            yield v.StepFailed(step=step.path, error=error, attempt=step.attempt, port="out", output=resolution.output)
        case "compensate":
            yield v.StepFailed(step=step.path, error=error, attempt=step.attempt, effect_done=True)
        case _:
            yield from endings.failed(state, step, error, at, decided=True)


# --------------------------------------------------------------------------------- steps of a scope that is closing


def _end_running(state: State, step: StepState, at: int) -> Iterator[v.Event]:
    reason = _why(step.scope.closing)
    if step.recorded is not None and step.recorded.error is None:
        done = step.recorded
        yield v.StepCompleted(
            step=step.path, port=done.port, output=done.output, attempt=done.attempt, duration_ms=done.duration_ms
        )
    elif step.container is not None:
        if not step.container.open and not any(s.scope.startswith(f"{step.path}[") for s in state.sagas.values()):
            yield v.StepCancelled(step=step.path, reason=reason)
    elif not isinstance(step.step.action, Call) and (
        endings.effect_of(step) == "pure" or (endings.effect_of(step) == "once" and not step.intended)
    ):
        yield v.StepCancelled(step=step.path, reason=reason)


def _end_waiting(step: StepState) -> Iterator[v.Event]:
    reason = _why(step.scope.closing)
    if step.task is not None and step.task.about == "undo":
        return
    if step.task is not None:
        yield v.TaskCancelled(task=step.task.task, step=step.path, reason=reason)
        return
    if step.status is StepStatus.UNKNOWN:
        return
    if step.child is not None:
        if step.child_end is None:
            return
        if step.child_end.status == "completed":
            yield v.StepCompleted(step=step.path, output=step.child_end.output, attempt=step.attempt)
            return
    if step.wait is not None and step.wait.deadline is not None:
        yield v.TimerCancelled(step=step.path, reason=reason)
    yield v.StepCancelled(step=step.path, reason=reason)


def _why(closing: Closing | None) -> str:
    match closing.reason if closing is not None else "":
        case "failed":
            return "another step of the same scope failed"
        case "timed_out":
            return "the workflow's time is over"
        case "cancelled":
            return "the execution was cancelled"
        case _:
            return "what it belongs to has ended"


# ------------------------------------------------------------------------------------------------------------ scopes


def _follow_scope(state: State, scope: ScopeState, at: int) -> Iterator[v.Event]:
    if scope.path in state.sagas:
        yield from _follow_saga(state, state.sagas[scope.path])
        return
    if scope.over:
        return
    if scope.closing is None:
        if scope.unresolved == 0:
            yield from _end_well(state, scope)
    elif scope.is_quiet:
        yield from _end_badly(state, scope, scope.closing)


def _end_well(state: State, scope: ScopeState) -> Iterator[v.Event]:
    output = scope.graph.graph.output if scope.owner is not None else output_of(state)
    if output is not None and not output.constant:
        return
    value = output.source if output is not None else None
    if scope.owner is None:
        yield v.ExecutionCompleted(output=value)
    else:
        yield v.IterationEnded(scope=scope.path, step=scope.owner.path, index=scope.index, output=value)


def output_of(state: State) -> Template | None:
    """The workflow's output; none when only a selection of its nodes ran, which need not give what it reads."""
    selected = state.started is not None and state.started.selection is not None
    return None if selected else state.program.plan.output


def _end_badly(state: State, scope: ScopeState, closing: Closing) -> Iterator[v.Event]:
    if scope.owner is not None:
        yield v.IterationEnded(
            scope=scope.path,
            step=scope.owner.path,
            index=scope.index,
            error=closing.error,
            cancelled=closing.error is None,
        )
        return
    error = endings.error_of_execution(state, closing)
    steps = endings.to_undo_at_end(state)
    if steps:
        yield v.SagaCompensating(steps=steps, reason=closing.reason, error=error)
    elif closing.reason == "cancelled":
        by, reason = (state.cancel.by, state.cancel.reason) if state.cancel is not None else (None, None)
        yield v.ExecutionCancelled(by=by, reason=reason)
    elif error is not None and not handing_on.is_owed(state, error):
        yield v.ExecutionFailed(error=error)


# -------------------------------------------------------------------------------------------------------------- undo


def _follow_saga(state: State, saga: Saga) -> Iterator[v.Event]:
    if not saga.steps:
        if saga.scope or not handing_on.is_owed(state, saga.error):
            yield v.SagaCompensated(scope=saga.scope or None, error=saga.error)
    elif saga.stopped:
        undo = saga.steps[0].undo
        if undo is not None and undo.task is None:
            title = f"Undoing was stopped before {saga.steps[0].path!r}. Go on, or leave this one out?"
            yield endings.open_task(undo, "compensation", title, error=saga.error)
    elif endings.needs_asking(saga) and saga.steps[0].task is None and saga.steps[0].resolution is None:
        step = saga.steps[0]
        title = f"Did {step.path!r} happen, so that it must be undone?"
        yield endings.open_task(step, "undo", title, error=step.error)


def current_undo(state: State, step: StepState) -> Saga | None:
    """The saga whose turn this compensation is; None when it has to wait, or is over."""
    for saga in state.sagas.values():
        if saga.steps and saga.steps[0] is step.undone and not saga.stopped:
            return saga
    return None


def may_undo(saga: Saga) -> bool:
    """Nobody has to be asked first, or has said yes."""
    step = saga.steps[0]
    decided = step.resolution is not None and step.resolution.decision == "compensate"
    return decided or not endings.needs_asking(saga)


def _follow_undo(state: State, step: StepState, at: int) -> Iterator[v.Event]:
    saga = current_undo(state, step)
    undone = step.undone
    if saga is None or undone is None:
        return
    if step.status is StepStatus.PENDING and may_undo(saga):
        template = first_template(step)
        if template is not None and template.constant:
            yield v.CompensationStarted(step=step.path, input=template.source, generation=step.generation)
    elif step.status is StepStatus.UNKNOWN:
        message = f"Nobody knows whether {undone.path!r} was undone."
        yield v.CompensationFailed(
            step=step.path, error=endings.error_of(step, codes.UNKNOWN_EFFECT.id, message), attempt=step.attempt
        )
    elif step.status is StepStatus.FAILED and step.task is None and step.resolution is None:
        title = f"Undoing {undone.path!r} failed. Try again, or go on without?"
        yield endings.open_task(step, "compensation", title, error=step.error)
