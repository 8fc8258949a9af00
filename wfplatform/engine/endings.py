"""How a step ends once its attempts are over: which port it takes, and what becomes of a failure."""

import hashlib
from collections.abc import Iterator

from wfplatform.engine.state import Closing, Saga, ScopeState, State, StepState
from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.events.status import StepStatus
from wfplatform.kernel.codes import run as codes
from wfplatform.kernel.ids import StepPath
from wfplatform.kernel.json import Json
from wfplatform.plan.steps import Perform, Retry, Try

DECISIONS = {
    "failure": ("retry", "skip", "continue", "fail"),
    "unknown": ("retry", "skip", "continue", "fail", "compensate"),
    "compensation": ("retry", "skip"),
    "undo": ("compensate", "skip"),
}
"""What a person is offered, by what the task is about. `undo` asks whether an unknown effect is to be undone."""


def error_of(step: StepState, code: str, message: str, *, retryable: bool = False) -> Failure:
    """A failure of this step's latest attempt."""
    return Failure(code=code, message=message, retryable=retryable, step=step.path, attempt=max(step.attempt, 1))


def effect_of(step: StepState) -> str:
    """The effect class; an instruction has none of its own, so it is pure."""
    return step.step.action.effect if isinstance(step.step.action, Perform) else "pure"


def stands(step: StepState) -> bool:
    """It has happened, here or in the execution that was restarted, and is not attempted again when it comes to it."""
    return step.done is not None and (step.done.is_taken_over or effect_of(step) != "pure")


def has_edge(step: StepState, port: str) -> bool:
    """Some edge leads on from this port."""
    if step.undone is not None:
        return False
    return any(edge_port == port for edge_port, _ in step.scope.graph.followers[step.step.id])


def elapsed_ms(step: StepState, at: int) -> float:
    """Since the attempt began."""
    return (at - step.attempt_at) / 1_000 if step.attempt_at is not None else 0.0


def completed(
    state: State, step: StepState, port: str, output: Json, at: int, *, duration_ms: float | None = None
) -> Iterator[v.Event]:
    """The step is done and leaves by `port`, unless that port has to be handled and is not."""
    duration = elapsed_ms(step, at) if duration_ms is None else duration_ms
    if step.undone is not None:
        yield v.StepCompensated(step=step.undone.path, output=output)
    elif port not in step.step.ports:
        known = ", ".join(step.step.ports)
        message = f"Step {step.path!r} answered with the port {port!r}; it has {known}."
        yield from failed(state, step, error_of(step, codes.UNKNOWN_PORT.id, message), at, output=output, happened=True)
    elif port in step.step.must_handle and not has_edge(step, port) and step.scope.closing is None:
        message = f"Step {step.path!r} left by its port {port!r}, and nothing handles that."
        yield v.StepFailed(
            step=step.path,
            error=error_of(step, codes.UNHANDLED_PORT.id, message),
            attempt=max(step.attempt, 1),
            output=output,
            effect_done=True,
            duration_ms=duration,
        )
    else:
        yield v.StepCompleted(
            step=step.path, port=port, output=output, attempt=max(step.attempt, 1), duration_ms=duration
        )


def attempt_failed(
    state: State,
    step: StepState,
    error: Failure,
    at: int,
    *,
    outcome: str = "failed",
    retry_after_ms: int | None = None,
    duration_ms: float | None = None,
    happened: bool = False,
) -> Iterator[v.Event]:
    """An attempt ended badly with an answer: try again, or end."""
    if may_retry(step) and (error.retryable or outcome == "timed_out") and (saga_or_open(state, step)):
        next_at = at + 1_000 * max(delay_ms(step.step.retry, step.attempt, state.effect_key(step)), retry_after_ms or 0)
        total = step.step.total_timeout_ms
        if total is None or step.started_at is None or next_at < step.started_at + 1_000 * total:
            yield v.RetryAttempted(step=step.path, attempt=step.attempt, error=error, next_at=next_at, outcome=outcome)
            return
    yield from failed(state, step, error, at, outcome=outcome, duration_ms=duration_ms, happened=happened)


def saga_or_open(state: State, step: StepState) -> bool:
    """New attempts may start: the step's scope is open, or the step undoes another."""
    return step.undone is not None or step.scope.closing is None


def may_retry(step: StepState) -> bool:
    """It has attempts left."""
    return step.attempt < step.step.retry.max_attempts


def delay_ms(retry: Retry, attempt: int, key: str) -> int:
    """How long to wait after the n-th attempt. Jitter comes from the effect key, so a replay waits as long."""
    exponential = 1 << min(attempt - 1, 30)
    factor = {"fixed": 1, "linear": attempt}.get(retry.backoff, exponential)
    delay: int = min(retry.initial_delay_ms * factor, retry.max_delay_ms)
    if retry.jitter:
        drawn = hashlib.sha256(f"{key}:{attempt}".encode()).digest()
        delay = delay * (500 + int.from_bytes(drawn[:4]) * 500 // 0xFFFFFFFF) // 1_000
    return delay


def failed(
    state: State,
    step: StepState,
    error: Failure,
    at: int,
    *,
    outcome: str = "failed",
    output: Json = None,
    happened: bool = False,
    duration_ms: float | None = None,
    decided: bool = False,
) -> Iterator[v.Event]:
    """No attempt follows: a person is asked, a port is taken, or the scope fails.

    `decided` means that a person has already said `fail`. `happened`: the effect is done nevertheless.
    """
    duration = elapsed_ms(step, at) if duration_ms is None else duration_ms
    attempt = max(step.attempt, 1)
    if step.undone is not None:
        yield v.CompensationFailed(step=step.path, error=error, attempt=attempt)
        return
    if step.scope.closing is None:
        if step.step.on_error == "escalate" and not decided:
            yield open_task(step, "failure", f"{error.message}", error=error)
            return
        port = "timeout" if outcome == "timed_out" and has_edge(step, "timeout") else "error"
        if has_edge(step, port):
            yield v.StepFailed(
                step=step.path,
                error=error,
                attempt=attempt,
                port=port,
                output=output,
                outcome=outcome,
                effect_done=happened,
                duration_ms=duration,
            )
            return
        if step.step.on_error == "skip":
            yield v.StepSkipped(step=step.path, port="out", error=error)
            return
        if step.step.on_error == "continue":
            yield from continued(step, error, attempt, outcome, happened, duration)
            return
    yield v.StepFailed(
        step=step.path,
        error=error,
        attempt=attempt,
        output=output,
        outcome=outcome,
        effect_done=happened,
        duration_ms=duration,
    )


def continued(
    step: StepState, error: Failure, attempt: int, outcome: str, happened: bool, duration_ms: float
) -> Iterator[v.Event]:
    """The failure is let pass: the step leaves by `out` with the output that stands in, once that is known."""
    stand_in = step.step.on_error_output
    if stand_in is not None and not stand_in.constant:
        yield v.OutputRecorded(step=step.path, attempt=attempt, error=error, outcome=outcome, duration_ms=duration_ms)
        return
    yield v.StepFailed(
        step=step.path,
        error=error,
        attempt=attempt,
        port="out",
        output=stand_in.source if stand_in is not None else None,
        outcome=outcome,
        effect_done=happened,
        duration_ms=duration_ms,
    )


def open_task(step: StepState, about: str, title: str, *, error: Failure | None = None) -> v.TaskOpened:
    """Ask a person about this step."""
    offered = DECISIONS[about]
    if about == "unknown" and step.step.compensate is None:
        offered = tuple(decision for decision in offered if decision != "compensate")
    return v.TaskOpened(
        task=f"{step.path}:{step.tasks_opened + 1}",
        step=StepPath(step.path),
        about=about,
        options=offered,
        title=title,
        error=error,
    )


def to_undo(state: State, *, within: ScopeState | None = None) -> tuple[str, ...]:
    """Paths of the steps whose effect is to be undone, in reverse order of completion."""
    found = [
        (step.done.seq if step.done is not None else step.unknown_seq or 0, step.path)
        for step in state.steps.values()
        if step.undone is None
        and step.step.compensate is not None
        and ((step.done is not None and not step.done.kept) or step.unknown_seq is not None)
        and (within is None or within.path in (step.scope.path, *(one.scope.path for one in step.containers)))
    ]
    return tuple(path for _, path in sorted(found, reverse=True))


def to_undo_at_end(state: State) -> tuple[str, ...]:
    """The same when the whole execution ends, unless its effects are to stand."""
    stands = state.cancel is not None and not state.cancel.compensate
    return to_undo(state) if state.program.plan.compensate_on_failure and not stands else ()


def error_of_execution(state: State, closing: Closing) -> Failure | None:
    """Why the whole execution ends; None when it was cancelled."""
    if closing.reason != "timed_out":
        return closing.error
    timeout = state.program.plan.timeout_ms
    return Failure(code=codes.TIMEOUT.id, message=f"The workflow took longer than {timeout} ms.")


def needs_asking(saga: Saga) -> bool:
    """The effect to undo may not have happened, and undoing it is not harmless: a person decides."""
    step = saga.steps[0]
    return (
        step.done is None
        and step.step.compensate is not None
        and step.step.compensate.effect == "once"
        and (step.undo is None or step.undo.status is StepStatus.PENDING)
    )


def is_try(step: StepState) -> bool:
    """The step is a try."""
    return isinstance(step.step.action, Try)
