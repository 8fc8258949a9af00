"""Answers of attempts, and of instants that have come.

An answer to an attempt that is not under way any more changes nothing: it crossed with what called it off.
"""

from collections.abc import Iterator, Sequence

from wfplatform.engine import commands as c
from wfplatform.engine import endings
from wfplatform.engine.effects import RunAttempt
from wfplatform.engine.rejection import CommandRejected
from wfplatform.engine.state import ROOT, State, StepState
from wfplatform.engine.wants import run_attempt
from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.events.status import StepStatus
from wfplatform.kernel.codes import run as codes


def unheard(state: State) -> Sequence[RunAttempt]:
    """Attempts of `once` effects that may have been made, and whose answer the log does not have."""
    return [
        run_attempt(state, step, "once")
        for step in state.steps.values()
        if step.status is StepStatus.RUNNING
        and step.intended
        and step.recorded is None
        and endings.effect_of(step) == "once"
    ]


def recovered(state: State, command: c.Recover, at: int) -> Iterator[v.Event]:
    """Whoever made the attempts is gone: intended effects without an answer are unknown now."""
    for attempt in unheard(state):
        message = "The process that made the attempt ended before the answer was recorded."
        error = endings.error_of(state.steps[attempt.step], codes.UNKNOWN_EFFECT.id, message)
        yield v.StepUnknown(step=attempt.step, attempt=attempt.attempt, error=error)


def effect_intended(state: State, command: c.IntendEffect, at: int) -> Iterator[v.Event]:
    """The effect may be sent once this is durable."""
    step = _attempting(state, command.step, command.attempt)
    if step is not None and not step.intended:
        yield v.EffectIntended(step=step.path, attempt=step.attempt, key=state.effect_key(step))


def attempt_unknown(state: State, command: c.AttemptUnknown, at: int) -> Iterator[v.Event]:
    """The attempt ended without an answer."""
    step = _attempting(state, command.step, command.attempt)
    if step is not None:
        yield v.StepUnknown(step=step.path, attempt=step.attempt, error=command.error)


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


def attempt_completed(state: State, command: c.AttemptCompleted, at: int) -> Iterator[v.Event]:
    """The attempt ended well: judge its post-conditions, or complete the step."""
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


def attempt_failed(state: State, command: c.AttemptFailed, at: int) -> Iterator[v.Event]:
    """The attempt ended badly: try again, or end the step."""
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
            happened=command.effect_done,
        )


def attempt_deferred(state: State, command: c.AttemptDeferred, at: int) -> Iterator[v.Event]:
    """The attempt goes on elsewhere: the step waits. A second deferral keeps the first deadline."""
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


def timer_due(state: State, command: c.TimerDue, at: int) -> Iterator[v.Event]:
    """An instant has come; if nothing waits for it any more, nothing happens."""
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
