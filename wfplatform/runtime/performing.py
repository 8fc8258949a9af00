"""Performs single effects: attempts, polls and children, and says how they ended in the engine's words."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from wfplatform import engine
from wfplatform.engine import commands as c
from wfplatform.engine.effects import CancelChild, HandOn, Poll, RunAttempt, StartChild
from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.kernel.ids import ExecutionId
from wfplatform.kernel.json import Json, JsonObject
from wfplatform.plan.steps import Perform
from wfplatform.runtime.ports import ChildRefused, ChildStart, Wish
from wfplatform.runtime.services import Services


def wish(state: engine.State, effect: RunAttempt | Poll, services: Services) -> Wish:
    """What is asked of whoever performs it."""
    step = state.steps[effect.step]
    action = step.step.action
    resolve = None
    if isinstance(action, Perform) and action.input.secret:
        resolve = _resolver(state, effect.step, action.input.source, action.input.reads, services)
    return Wish(
        execution=ExecutionId(state.execution_id),
        effect=effect,
        step=step.step,
        input=step.input,
        mode=state.started.mode if state.started is not None else "live",
        token=f"{effect.step}:{effect.attempt}:{step.generation}",
        handle=step.wait.handle if step.wait is not None else None,
        resolve=resolve,
        scope=lambda: engine.scope_of(state, effect.step, "input"),
    )


def computed(state: engine.State, evaluated: c.Evaluated, services: Services) -> c.Computed | None:
    """The step done in one go, when it only computes and takes no time; None: in the usual way."""
    step = state.steps[evaluated.step]
    action = step.step.action
    if (
        not isinstance(action, Perform)
        or action.effect != "pure"
        or action.input.secret
        or step.step.ensure
        or step.undone is not None
        or (state.started is not None and state.started.reused)
    ):
        return None
    key = state.effect_key(step)
    answer = services.attempts.perform_now(
        Wish(
            execution=ExecutionId(state.execution_id),
            effect=RunAttempt(evaluated.step, 1, step.step.activity, "pure", key, step.step.timeout_ms),
            step=step.step,
            input=evaluated.value,
            mode=state.started.mode if state.started is not None else "live",
            token=f"{evaluated.step}:1:{step.generation}",
            scope=lambda: engine.scope_of(state, evaluated.step, "input"),
        )
    )
    if not isinstance(answer, c.AttemptCompleted):
        return None
    return c.Computed(evaluated.step, evaluated.value, answer.output, answer.port, answer.duration_ms)


def _resolver(
    state: engine.State, path: str, source: Json, reads: tuple[str, ...], services: Services
) -> Callable[[Mapping[str, str]], Awaitable[Json]]:
    scope: JsonObject = engine.scope_of(state, path, "input", reads)

    async def resolve(secrets: Mapping[str, str]) -> Json:
        return await services.evaluations.evaluate(source, {**scope, "secrets": dict(secrets)}, leave_secrets=False)

    return resolve


async def attempt(state: engine.State, effect: RunAttempt, services: Services) -> c.Command | None:
    """Make one attempt."""
    return await services.attempts.perform(wish(state, effect, services))


async def recalled(state: engine.State, services: Services) -> Sequence[c.Command]:
    """What is known of attempts that somebody else has made, and of which the log does not have the answer."""
    wishes = [wish(state, effect, services) for effect in engine.unheard(state)]
    answers = [await services.attempts.recall(one) for one in wishes]
    return [answer for answer in answers if answer is not None]


async def poll(state: engine.State, effect: Poll, services: Services) -> c.Command | None:
    """Ask once."""
    return await services.attempts.poll(wish(state, effect, services))


async def start_child(state: engine.State, effect: StartChild, services: Services) -> c.Command:
    """Start a child; one that cannot be is a failed attempt."""
    step = state.steps[effect.step]
    try:
        child = await services.children.start_child(
            ChildStart(
                parent=ExecutionId(state.execution_id),
                workflow=effect.workflow,
                version=effect.version,
                input=step.input,
                key=effect.idempotency_key,
                depth=effect.depth,
                mode=state.started.mode if state.started is not None else "live",
            )
        )
    except ChildRefused as refused:
        error = Failure(code=refused.code, message=refused.message)
        return c.AttemptFailed(step=effect.step, attempt=step.attempt, error=error)
    return c.ChildBegan(step=effect.step, child=child.execution, workflow=child.workflow, version=child.version)


async def hand_on(state: engine.State, effect: HandOn, services: Services) -> c.Command:
    """Start the workflow that is to know of the failure. One that cannot be started stands in no way of the end."""
    try:
        child = await services.children.start_child(
            ChildStart(
                parent=ExecutionId(state.execution_id),
                workflow=effect.workflow,
                version="latest",
                input=effect.input,
                key=effect.idempotency_key,
                depth=effect.depth,
                mode="live",
                trigger="failure",
            )
        )
    except ChildRefused as refused:
        return c.HandedOn(effect.workflow, error=Failure(code=refused.code, message=refused.message))
    return c.HandedOn(child.workflow, child=child.execution, version=child.version)


async def cancel_child(effect: CancelChild, services: Services) -> None:
    """Tell it to end. Its end is told to this execution like any child's."""
    await services.children.cancel(ExecutionId(effect.child), "the calling execution has ended")


def error_of(event: v.Event | None) -> Json:
    """The failure that an execution's last event names, for the summary row."""
    failure = event.error if isinstance(event, v.ExecutionFailed | v.SagaCompensated | v.ExecutionStalled) else None
    return {"code": failure.code, "message": failure.message, "step": failure.step} if failure is not None else None
