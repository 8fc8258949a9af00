"""What a command makes true, directly. What follows from that by itself is `follow`'s.

An answer to an effect that is not wanted any more changes nothing and is no error: it crossed with what made it
unwanted. A person who asks for something that cannot be gets `CommandRejected`.
"""

from collections.abc import Iterator

from wfplatform.engine import commands as c
from wfplatform.engine import containers, endings
from wfplatform.engine.follow import begun, current_undo
from wfplatform.engine.rejection import CommandRejected
from wfplatform.engine.state import ROOT, State, StepState
from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.events.status import ExecutionStatus, StepStatus
from wfplatform.kernel.codes import run as codes
from wfplatform.plan.steps import Decide


def decide(state: State, command: c.Command, at: int) -> Iterator[v.Event]:
    """The direct facts, in order. Raises `CommandRejected`; never for a step's own failure."""
    match command:
        case c.Start():
            yield from _start(state, command)
        case c.Proceed():
            return
        case c.Recover():
            yield from _recover(state, at)
        case c.Evaluated():
            yield from _evaluated(state, command, at)
        case c.EvaluationFailed():
            yield from _evaluation_failed(state, command, at)
        case c.IntendEffect():
            step = _attempting(state, command.step, command.attempt)
            if step is not None and not step.intended:
                yield v.EffectIntended(step=step.path, attempt=step.attempt, key=state.effect_key(step))
        case c.AttemptCompleted():
            yield from _attempt_completed(state, command, at)
        case c.AttemptFailed():
            yield from _attempt_failed(state, command, at)
        case c.AttemptUnknown():
            step = _attempting(state, command.step, command.attempt)
            if step is not None:
                yield v.StepUnknown(step=step.path, attempt=step.attempt, error=command.error)
        case c.AttemptDeferred():
            yield from _attempt_deferred(state, command, at)
        case c.TimerDue():
            yield from _timer_due(state, command, at)
        case c.ChildBegan():
            step = state.steps.get(command.step)
            if step is not None and step.status is StepStatus.RUNNING and step.child is None:
                yield v.ChildStarted(
                    step=step.path, child=command.child, workflow=command.workflow, version=command.version
                )
        case c.ChildOver():
            step = state.steps.get(command.step)
            if step is not None and step.child == command.child and step.child_end is None:
                yield v.ChildEnded(
                    step=step.path,
                    child=command.child,
                    status=command.status,
                    output=command.output,
                    error=command.error,
                )
        case c.Resolve():
            yield from _resolve(state, command)
        case c.Cancel():
            yield from _cancel(state, command)
        case c.Pause():
            if state.is_over or state.started is None or state.paused or state.cancel is not None or state.sagas:
                raise CommandRejected(codes.NOT_PAUSED, f"The execution is {state.status.value}; it cannot be paused.")
            yield v.ExecutionPaused(by=command.by, reason=command.reason)
        case c.Unpause():
            if not state.paused:
                raise CommandRejected(codes.NOT_PAUSED, f"The execution is {state.status.value}, not paused.")
            yield v.ExecutionResumed(by=command.by)


def _start(state: State, command: c.Start) -> Iterator[v.Event]:
    if state.started is not None:
        raise CommandRejected(codes.NOT_STARTED, f"The execution {state.execution_id} has already started.")
    if state.is_over:
        raise CommandRejected(codes.IS_OVER, f"The execution {state.execution_id} is {state.status.value}.")
    yield v.ExecutionStarted(
        input=command.input,
        plan=state.program.plan.hash,
        lane=command.lane,
        mode=command.mode,
        env=command.env,
        trigger=command.trigger,
        root=command.root,
        restart_of=command.restart_of,
        parent=command.parent,
        depth=command.depth,
        reused=command.reused,
        selection=command.selection,
    )


def _recover(state: State, at: int) -> Iterator[v.Event]:
    for step in list(state.steps.values()):
        if (
            step.status is StepStatus.RUNNING
            and step.intended
            and step.recorded is None
            and endings.effect_of(step) == "once"
        ):
            message = "The process that made the attempt ended before the answer was recorded."
            error = endings.error_of(step, codes.UNKNOWN_EFFECT.id, message)
            yield v.StepUnknown(step=step.path, attempt=step.attempt, error=error)


def _attempting(state: State, path: str, attempt: int) -> StepState | None:
    """The step, when this attempt of it is under way; None when its answer comes too late."""
    step = state.steps.get(path)
    if step is None or state.is_over or step.status is not StepStatus.RUNNING or step.attempt != attempt:
        return None
    return step if step.recorded is None else None


def _answered(state: State, path: str, attempt: int, token: str | None) -> StepState | None:
    """The step that this answer belongs to: an attempt under way, or a deferred one by its token.

    Raises `CommandRejected` for a token that nothing waits for: whoever answers outside must learn that.
    """
    step = state.steps.get(path)
    waits = step is not None and step.status is StepStatus.WAITING and step.wait is not None and not state.is_over
    if token is None:
        if waits and step is not None and step.attempt == attempt:
            return step
        return _attempting(state, path, attempt)
    if step is None or not waits or step.wait is None or step.wait.token != token:
        standing = step.status.value if step is not None else "unknown"
        raise CommandRejected(codes.NOT_WAITING, f"Step {path!r} is {standing} and does not wait for this answer.")
    return step


def _attempt_completed(state: State, command: c.AttemptCompleted, at: int) -> Iterator[v.Event]:
    step = _answered(state, command.step, command.attempt, command.token)
    if step is None:
        return
    if step.step.ensure and (step.undone is not None or step.scope.closing is None):
        yield v.OutputRecorded(
            step=step.path,
            port=command.port,
            output=command.output,
            attempt=step.attempt,
            duration_ms=command.duration_ms,
        )
    else:
        yield from endings.completed(state, step, command.port, command.output, at, duration_ms=command.duration_ms)


def _attempt_failed(state: State, command: c.AttemptFailed, at: int) -> Iterator[v.Event]:
    step = _answered(state, command.step, command.attempt, command.token)
    if step is not None:
        error = Failure(
            code=command.error.code,
            message=command.error.message,
            retryable=command.error.retryable,
            step=step.path,
            attempt=step.attempt,
        )
        yield from endings.attempt_failed(
            state,
            step,
            error,
            at,
            outcome=command.outcome,
            retry_after_ms=command.retry_after_ms,
            duration_ms=command.duration_ms,
        )


def _attempt_deferred(state: State, command: c.AttemptDeferred, at: int) -> Iterator[v.Event]:
    step = _answered(state, command.step, command.attempt, None)
    if step is None:
        return
    deadline = command.deadline
    if step.wait is not None:
        deadline = step.wait.deadline
    elif deadline is None and step.step.timeout_ms is not None:
        deadline = at + 1_000 * step.step.timeout_ms
    if step.step.total_timeout_ms is not None and step.started_at is not None:
        last = step.started_at + 1_000 * step.step.total_timeout_ms
        deadline = last if deadline is None else min(deadline, last)
    yield v.StepWaiting(
        step=step.path,
        attempt=step.attempt,
        token=command.token,
        handle=command.handle,
        deadline=deadline,
        poll_at=command.poll_at,
    )


def _timer_due(state: State, command: c.TimerDue, at: int) -> Iterator[v.Event]:
    if state.is_over or state.paused or state.started is None:
        return
    if command.step == ROOT:
        if state.root is not None and state.root.closing is None and not state.root.over:
            yield v.TimerFired(step=ROOT)
        return
    step = state.steps.get(command.step)
    if step is None:
        return
    match command.purpose, step.status:
        case "retry", StepStatus.RETRYING:
            if endings.saga_or_open(state, step):
                yield _next_attempt(step)
        case "grace", StepStatus.RUNNING if step.scope.closing is not None and step.recorded is None:
            message = "The attempt had not answered when the time to finish was over."
            error = endings.error_of(step, codes.UNKNOWN_EFFECT.id, message)
            yield v.StepUnknown(step=step.path, attempt=step.attempt, error=error)
        case "timeout", StepStatus.WAITING if step.wait is not None:
            yield from _wait_is_over(state, step, at)
        case "timeout", StepStatus.RUNNING | StepStatus.WAITING if not step.timed_out:
            if step.container is not None or step.child is not None:
                yield v.TimerFired(step=step.path)
        case _:
            return


def _next_attempt(step: StepState) -> v.Event:
    if step.undone is not None:
        return v.CompensationStarted(step=step.path, attempt=step.attempt + 1, generation=step.generation)
    value = step.input if step.container is not None else None
    return v.StepStarted(step=step.path, attempt=step.attempt + 1, input=value, generation=step.generation)


def _wait_is_over(state: State, step: StepState, at: int) -> Iterator[v.Event]:
    yield v.TimerFired(step=step.path)
    if "expired" in step.step.ports:
        yield from endings.completed(state, step, "expired", None, at)
        return
    message = f"Step {step.path!r} waited as long as it may."
    error = endings.error_of(step, codes.TIMEOUT.id, message, retryable=True)
    yield from endings.attempt_failed(state, step, error, at, outcome="timed_out")


# ------------------------------------------------------------------------------------------------------- evaluations


def _evaluated(state: State, command: c.Evaluated, at: int) -> Iterator[v.Event]:
    if state.is_over:
        return
    if command.purpose == "output":
        if state.root is not None and state.root.closing is None:
            yield v.ExecutionCompleted(output=command.value)
        return
    if command.purpose == "body":
        scope = state.scopes.get(command.step)
        if scope is not None and scope.owner is not None and not scope.over and scope.closing is None:
            yield v.IterationEnded(scope=scope.path, step=scope.owner.path, index=scope.index, output=command.value)
        return
    step = state.steps.get(command.step)
    if step is not None:
        yield from _evaluated_for_step(state, step, command, at)


def _evaluated_for_step(state: State, step: StepState, command: c.Evaluated, at: int) -> Iterator[v.Event]:
    match command.purpose, step.status:
        case "input", StepStatus.PENDING:
            if step.undone is not None:
                if current_undo(state, step) is not None:
                    yield v.CompensationStarted(step=step.path, input=command.value, generation=step.generation)
            elif step.scope.closing is None:
                yield from begun(state, step, command.value, at)
        case "cases", StepStatus.RUNNING if step.scope.closing is None:
            yield from _routed(state, step, command.value, at)
        case "condition", StepStatus.RUNNING if step.scope.closing is None:
            if isinstance(command.value, bool):
                yield from containers.condition_answered(state, step, command.value, at)
            else:
                message = f"The condition of {step.path!r} gave {type(command.value).__name__}, not true or false."
                yield from endings.failed(state, step, endings.error_of(step, codes.EXPRESSION.id, message), at)
        case "ensure", StepStatus.RUNNING if step.recorded is not None:
            yield from _ensured(state, step, step.recorded, command.value, at)
        case "error_output", StepStatus.RUNNING if step.recorded is not None and step.recorded.error is not None:
            recorded = step.recorded
            yield v.StepFailed(
                step=step.path,
                error=step.recorded.error,
                attempt=recorded.attempt,
                port="out",
                output=command.value,
                outcome=recorded.outcome,
                duration_ms=recorded.duration_ms,
            )
        case _:
            return


def _routed(state: State, step: StepState, case: object, at: int) -> Iterator[v.Event]:
    action = step.step.action
    if step.routed is not None or not isinstance(action, Decide):
        return
    if isinstance(case, int):
        yield v.ConditionalRouted(step=step.path, port=action.cases[case][0], case=case)
    elif action.default is not None:
        yield v.ConditionalRouted(step=step.path, port=action.default)
    else:
        message = f"No case of {step.path!r} holds, and it has no default."
        yield from endings.failed(state, step, endings.error_of(step, codes.NO_CASE.id, message), at)


def _ensured(state: State, step: StepState, recorded: v.OutputRecorded, broken: object, at: int) -> Iterator[v.Event]:
    if not isinstance(broken, int):
        yield from endings.completed(state, step, recorded.port, recorded.output, at, duration_ms=recorded.duration_ms)
        return
    ensure = step.step.ensure[broken]
    may_retry = ensure.retry and endings.effect_of(step) != "once"
    error = endings.error_of(step, codes.ENSURE.id, ensure.message, retryable=may_retry)
    if may_retry:
        yield from endings.attempt_failed(state, step, error, at, duration_ms=recorded.duration_ms)
    else:
        yield from endings.failed(
            state, step, error, at, output=recorded.output, happened=True, duration_ms=recorded.duration_ms
        )


def _evaluation_failed(state: State, command: c.EvaluationFailed, at: int) -> Iterator[v.Event]:
    if state.is_over:
        return
    if command.purpose == "output":
        if state.root is not None and state.root.closing is None:
            yield v.StepFailed(step=ROOT, error=command.error)
        return
    if command.purpose == "body":
        scope = state.scopes.get(command.step)
        if scope is not None and scope.owner is not None and not scope.over and scope.closing is None:
            yield v.IterationEnded(scope=scope.path, step=scope.owner.path, index=scope.index, error=command.error)
        return
    step = state.steps.get(command.step)
    if step is None or (step.undone is None and step.scope.closing is not None):
        return
    error = Failure(
        code=command.error.code, message=command.error.message, step=step.path, attempt=max(step.attempt, 1)
    )
    match command.purpose, step.status:
        case "input", StepStatus.PENDING:
            if step.undone is not None:
                yield v.CompensationStarted(step=step.path, generation=step.generation)
            else:
                yield v.StepStarted(step=step.path, generation=step.generation)
            yield from endings.failed(state, step, error, at)
        case "cases" | "condition" | "ensure", StepStatus.RUNNING:
            yield from endings.failed(state, step, error, at, happened=command.purpose == "ensure")
        case "error_output", StepStatus.RUNNING:
            yield v.StepFailed(step=step.path, error=error, attempt=max(step.attempt, 1))
        case _:
            return


# ------------------------------------------------------------------------------------------------------------ people


def _resolve(state: State, command: c.Resolve) -> Iterator[v.Event]:
    if state.is_over:
        raise CommandRejected(codes.IS_OVER, f"The execution {state.execution_id} is {state.status.value}.")
    step = state.steps.get(command.step)
    stopped = state.sagas.get(ROOT)
    if step is None or step.task is None:
        if step is not None and step.undone is None and step.undo is not None and step.undo.task is not None:
            step = step.undo
        else:
            standing = f"is {step.status.value} and" if step is not None else "is not known here, so it"
            raise CommandRejected(codes.NOT_WAITING, f"Step {command.step!r} {standing} does not wait for a decision.")
    task = step.task
    if task is None:
        return
    if command.decision not in task.options:
        offered = ", ".join(task.options)
        raise CommandRejected(
            codes.BAD_DECISION, f"Step {step.path!r} can be resolved by {offered}; not by {command.decision!r}."
        )
    yield v.TaskDecided(
        task=task.task, step=step.path, decision=command.decision, by=command.by, comment=command.comment
    )
    yield v.StepResolved(
        step=step.path,
        decision=command.decision,
        by=command.by,
        comment=command.comment,
        output=command.output,
    )
    if stopped is not None and stopped.stopped:
        yield v.ExecutionResumed(into=ExecutionStatus.COMPENSATING.value, by=command.by)


def _cancel(state: State, command: c.Cancel) -> Iterator[v.Event]:
    if state.is_over:
        raise CommandRejected(codes.IS_OVER, f"The execution {state.execution_id} is {state.status.value}.")
    if state.started is None:
        yield v.ExecutionCancelled(by=command.by, reason=command.reason)
        return
    if state.cancel is not None and not command.force:
        return
    yield v.ExecutionCancelling(
        by=command.by, reason=command.reason, force=command.force, compensate=command.compensate
    )
