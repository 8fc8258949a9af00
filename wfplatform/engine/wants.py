"""What an execution wants done now, worked out place by place and only where something has changed."""

from collections.abc import Iterable, Iterator

from wfplatform.engine import endings, handing_on
from wfplatform.engine.effects import CancelChild, Effect, Evaluate, Poll, RunAttempt, StartChild, Wake
from wfplatform.engine.follow import current_undo, first_template, is_ready, may_undo, output_of
from wfplatform.engine.state import ROOT, State, StepState
from wfplatform.events.status import StepStatus
from wfplatform.plan.steps import Call, Decide, ForEach, Perform, Try, While

GRACE_MS = 30_000
"""How long effects may finish when their scope has failed."""


def due(state: State) -> dict[tuple[str, str], Effect]:
    """Everything wanted now, by the key under which it is under way. The caller must not change the dict."""
    if not state.stale:
        return state.wanted
    wants, wanted = state.wants, state.wanted
    is_open = not state.status.is_over and state.started is not None and not state.poisoned
    for path in state.stale:
        for key in wants.pop(path, ()):
            wanted.pop(key, None)
        if not is_open:
            continue
        keys: tuple[tuple[str, str], ...] = ()
        for effect in _wants(state, path):
            key = effect.key
            wanted[key] = effect
            keys = (*keys, key)
        if keys:
            wants[path] = keys
    state.stale.clear()
    return wanted


def _wants(state: State, path: str) -> Iterable[Effect]:
    step = state.steps.get(path)
    if step is not None:
        if step.undone is not None:
            return _of_undo(state, step)
        return () if step.status.is_over or step.scope.over else _of_step(state, step)
    return _of_execution(state) if path == ROOT else _of_scope(state, path)


def _of_execution(state: State) -> Iterator[Effect]:
    root = state.root
    if root is None:
        return
    if root.closing is not None or root.path in state.sagas:
        hand_on = handing_on.wanted(state)
        if hand_on is not None:
            yield hand_on
        return
    timeout = state.program.plan.timeout_ms
    if timeout is not None and not state.paused:
        yield Wake(step=ROOT, purpose="workflow", at=state.started_at + 1_000 * timeout)
    output = output_of(state)
    if root.unresolved == 0 and output is not None and not output.constant:
        yield Evaluate(step=ROOT, purpose="output", templates=(output,))


def _of_scope(state: State, path: str) -> Iterator[Effect]:
    scope = state.scopes.get(path)
    if scope is None or scope.over or scope.closing is not None or scope.unresolved:
        return
    output = scope.graph.graph.output
    if output is not None and not output.constant:
        yield Evaluate(step=path, purpose="body", templates=(output,))


def _of_step(state: State, step: StepState) -> Iterator[Effect]:
    match step.status:
        case StepStatus.PENDING:
            template = first_template(step)
            if template is not None and not template.constant and _may_start(state, step):
                yield Evaluate(step=step.path, purpose="input", templates=(template,))
        case StepStatus.RUNNING:
            yield from _of_running(state, step)
        case StepStatus.RETRYING:
            if step.scope.closing is None and not state.paused:
                yield from _of_retrying(step)
        case StepStatus.WAITING if step.task is None and step.resolution is None:
            yield from _of_waiting(state, step)
        case _:
            return


def _may_start(state: State, step: StepState) -> bool:
    return is_ready(state, step) and not endings.stands(step)


def _of_retrying(step: StepState) -> Iterator[Effect]:
    if step.retry_at is not None:
        yield Wake(step=step.path, purpose="retry", at=step.retry_at)


def _of_running(state: State, step: StepState) -> Iterator[Effect]:
    closing = step.scope.closing
    match step.step.action:
        case Perform(effect=effect):
            if step.recorded is not None:
                if closing is None:
                    yield from _judgement(step)
            elif closing is None or effect == "idempotent" or step.intended:
                yield run_attempt(state, step, effect)
                if closing is not None:
                    yield Wake(step=step.path, purpose="grace", at=closing.at + 1_000 * GRACE_MS)
        case Decide(cases=cases) if step.routed is None and closing is None:
            yield Evaluate(step=step.path, purpose="cases", templates=tuple(when for _, when in cases), until=True)
        case While(condition=condition) if closing is None and not step.timed_out and not state.paused:
            container = step.container
            if container is not None and not container.open and container.failure is None:
                yield Evaluate(step=step.path, purpose="condition", templates=(condition,))
            yield from _time_of(step)
        case While() | ForEach() | Try():
            if closing is None and not state.paused:
                yield from _time_of(step)
        case Call(workflow=workflow, version=version) if closing is not None or not state.paused:
            yield StartChild(
                step=step.path,
                workflow=workflow,
                version=version,
                idempotency_key=f"{state.execution_id}/{step.path}/{step.generation}/{step.attempt}",
                depth=(state.started.depth if state.started else 0) + 1,
            )
        case _:
            return


def run_attempt(state: State, step: StepState, effect: str) -> RunAttempt:
    """The wish for the step's current attempt."""
    return RunAttempt(
        step=step.path,
        attempt=step.attempt,
        activity=step.step.activity,
        effect=effect,
        effect_key=state.effect_key(step),
        timeout_ms=_attempt_timeout(step),
    )


def _attempt_timeout(step: StepState) -> int | None:
    timeout, total = step.step.timeout_ms, step.step.total_timeout_ms
    if total is None or step.started_at is None or step.attempt_at is None:
        return timeout
    left = max(1, total - (step.attempt_at - step.started_at) // 1_000)
    return left if timeout is None else min(timeout, left)


def _judgement(step: StepState) -> Iterator[Effect]:
    recorded = step.recorded
    if recorded is not None and recorded.error is not None:
        stand_in = step.step.on_error_output
        if stand_in is not None:
            yield Evaluate(step=step.path, purpose="error_output", templates=(stand_in,))
    elif step.step.ensure:
        conditions = tuple(ensure.that for ensure in step.step.ensure)
        yield Evaluate(step=step.path, purpose="ensure", templates=conditions, until=False)


def _time_of(step: StepState) -> Iterator[Effect]:
    if step.step.timeout_ms is not None and step.attempt_at is not None and not step.timed_out:
        yield Wake(step=step.path, purpose="timeout", at=step.attempt_at + 1_000 * step.step.timeout_ms)


def _of_waiting(state: State, step: StepState) -> Iterator[Effect]:
    if step.child is not None:
        if step.child_end is None:
            if step.scope.closing is not None or step.timed_out:
                yield CancelChild(step=step.path, child=step.child)
            elif not state.paused:
                yield from _time_of(step)
        return
    if step.scope.closing is not None or state.paused or step.wait is None:
        return
    if step.wait.deadline is not None:
        yield Wake(step=step.path, purpose="timeout", at=step.wait.deadline)
    if step.wait.poll_at is not None:
        yield Poll(step=step.path, attempt=step.attempt, activity=step.step.activity, at=step.wait.poll_at)


def _of_undo(state: State, step: StepState) -> Iterator[Effect]:
    saga = current_undo(state, step)
    if saga is None:
        return
    match step.status:
        case StepStatus.PENDING if may_undo(saga):
            template = first_template(step)
            if template is not None and not template.constant:
                yield Evaluate(step=step.path, purpose="input", templates=(template,))
        case StepStatus.RUNNING:
            if step.recorded is not None:
                yield from _judgement(step)
            else:
                yield run_attempt(state, step, endings.effect_of(step))
        case StepStatus.RETRYING:
            yield from _of_retrying(step)
        case StepStatus.WAITING:
            yield from _of_waiting(state, step)
        case _:
            return
