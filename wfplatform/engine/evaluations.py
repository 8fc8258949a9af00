"""Answers of expressions: what was worked out, or could not be."""

from collections.abc import Iterator

from wfplatform.engine import commands as c
from wfplatform.engine import containers, endings
from wfplatform.engine.follow import begun, current_undo
from wfplatform.engine.state import ROOT, State, StepState
from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.events.status import StepStatus
from wfplatform.kernel.codes import run as codes
from wfplatform.plan.steps import Decide


def evaluated(state: State, command: c.Evaluated, at: int) -> Iterator[v.Event]:
    """Take a value to where it was asked for; a question that nobody asks any more is dropped."""
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


def computed(state: State, command: c.Computed, at: int) -> Iterator[v.Event]:
    """Start a step and complete it, unless it may not start any more."""
    step = state.steps.get(command.step)
    if step is None or step.undone is not None or state.is_over:
        return
    if step.status is StepStatus.PENDING and step.scope.closing is None:
        yield from begun(state, step, command.input, at)
        yield from endings.completed(state, step, command.port, command.output, at, duration_ms=command.duration_ms)


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


def evaluation_failed(state: State, command: c.EvaluationFailed, at: int) -> Iterator[v.Event]:
    """Fail what needed the value: the step, the body, or the execution itself."""
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
