"""Foreach, while and try: what they hold, and what follows when one of their bodies begins or ends."""

from collections.abc import Iterator

from wfplatform.engine import endings
from wfplatform.engine.state import Closing, ContainerState, ScopeState, State, StepState, close_scope
from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.events.status import StepStatus
from wfplatform.kernel.codes import run as codes
from wfplatform.kernel.errors import Bug
from wfplatform.kernel.json import Json
from wfplatform.plan.steps import ForEach, Try, While


def begun(step: StepState) -> ContainerState | None:
    """The fresh state of a container whose attempt begins; None for a step that is none."""
    match step.step.action:
        case ForEach():
            return ContainerState(results=[None] * len(step.input["items"]))
        case While():
            return ContainerState(loop=step.input["state"] if step.input else None)
        case Try():
            return ContainerState()
        case _:
            return None


def _of(step: StepState) -> ContainerState:
    if step.container is None:
        raise Bug(f"the step {step.path!r} is no container")
    return step.container


def entered(state: State, step: StepState, event: v.IterationStarted) -> ScopeState:
    """The scope that a body's beginning opens."""
    container = _of(step)
    is_try = isinstance(step.step.action, Try)
    name = "catch" if event.scope.endswith("[catch]") else "body"
    scope = ScopeState(
        path=event.scope,
        prefix=(step.path if is_try else event.scope) + "/",
        graph=state.program.body(step.step.id, name),
        owner=step,
        index=event.index,
        item=event.item,
        loop=event.state,
        error=event.error,
    )
    container.open[event.scope] = scope
    container.next_index = max(container.next_index, event.index + 1)
    return scope


def left(state: State, step: StepState, event: v.IterationEnded, at: int) -> None:
    """Take a body's end into its container."""
    container = _of(step)
    scope = container.open.pop(event.scope)
    scope.over = True
    container.ended += 1
    match step.step.action:
        case ForEach(on_item_error=on_item_error):
            if event.error is not None:
                container.failed += 1
                container.results[event.index] = {"error": failure_view(event.error)}
                if on_item_error == "fail":
                    container.failure = event.error
                    for other in list(container.open.values()):
                        close_scope(state, other, Closing("outer", at))
            elif not event.cancelled:
                container.results[event.index] = event.output
        case While():
            container.loop = event.output if event.error is None and not event.cancelled else container.loop
            container.failure = event.error
        case Try():
            if event.scope.endswith("[catch]"):
                container.catch_end = event
                container.failure = event.error
            else:
                container.body_end = event
        case _:
            raise Bug(f"the step {step.path!r} is no container")


def follow(state: State, step: StepState, at: int) -> Iterator[v.Event]:
    """What a running container does next by itself. Whether a while goes on is asked, not followed."""
    container = _of(step)
    if step.timed_out:
        if not container.open:
            message = f"Step {step.path!r} took longer than {step.step.timeout_ms} ms."
            error = endings.error_of(step, codes.TIMEOUT.id, message, retryable=True)
            yield from _attempt_failed(state, step, error, at, outcome="timed_out")
    elif container.failure is not None:
        if not container.open:
            yield from _attempt_failed(state, step, container.failure, at)
    else:
        match step.step.action:
            case ForEach(concurrency=concurrency):
                yield from _follow_foreach(state, step, container, concurrency, at)
            case Try(undo_body=undo_body):
                yield from _follow_try(state, step, container, undo_body, at)
            case _:
                return


def _attempt_failed(
    state: State, step: StepState, error: Failure, at: int, *, outcome: str = "failed"
) -> Iterator[v.Event]:
    """Try again, unless that would repeat by itself an effect of which nobody knows whether it happened."""
    unsettled = endings.may_retry(step) and any(
        one.status is StepStatus.UNKNOWN and step in one.containers for one in state.steps.values()
    )
    ended = endings.failed if unsettled else endings.attempt_failed
    yield from ended(state, step, error, at, outcome=outcome)


def _follow_foreach(
    state: State, step: StepState, container: ContainerState, concurrency: int, at: int
) -> Iterator[v.Event]:
    total = len(container.results)
    if container.ended == total:
        port = "partial" if container.failed and endings.has_edge(step, "partial") else "out"
        output: Json = {"results": list(container.results), "failed": container.failed}
        yield from endings.completed(state, step, port, output, at)
        return
    if state.paused:
        return
    free = concurrency - len(container.open)
    items = step.input["items"]
    for index in range(container.next_index, min(total, container.next_index + free)):
        yield v.IterationStarted(scope=f"{step.path}[{index}]", step=step.path, index=index, item=items[index])


def _follow_try(
    state: State, step: StepState, container: ContainerState, undo_body: bool, at: int
) -> Iterator[v.Event]:
    body = f"{step.path}[body]"
    if container.body_end is None:
        if not container.open:
            yield v.IterationStarted(scope=body, step=step.path)
        return
    if container.body_end.error is None:
        yield from endings.completed(state, step, "out", container.body_end.output, at)
    elif container.catch_end is not None:
        yield from endings.completed(state, step, "out", container.catch_end.output, at)
    elif not container.open and body not in state.sagas:
        error = container.body_end.error
        if undo_body and (steps := endings.to_undo(state, within=state.scopes[body])):
            yield v.SagaCompensating(steps=steps, scope=body, reason="failed", error=error)
        else:
            yield v.IterationStarted(scope=f"{step.path}[catch]", step=step.path, index=1, error=error)


def condition_answered(state: State, step: StepState, holds: bool, at: int) -> Iterator[v.Event]:
    """A while goes on or ends."""
    container = _of(step)
    action = step.step.action
    if not isinstance(action, While):
        raise Bug(f"the step {step.path!r} is no while")
    if not holds:
        yield from endings.completed(state, step, "out", container.loop, at)
    elif container.next_index >= action.max_iterations:
        message = f"Step {step.path!r} still wants to go on after {action.max_iterations} iterations."
        yield from endings.failed(state, step, endings.error_of(step, codes.MAX_ITERATIONS.id, message), at)
    else:
        index = container.next_index
        yield v.IterationStarted(scope=f"{step.path}[{index}]", step=step.path, index=index, state=container.loop)


def failure_view(failure: Failure) -> Json:
    """A failure as expressions and outputs see it."""
    return {
        "code": failure.code,
        "message": failure.message,
        "retryable": failure.retryable,
        "step": failure.step,
        "attempt": failure.attempt,
    }
