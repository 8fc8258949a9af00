"""Lets the runtime make attempts: its wishes become requests, and outcomes become the engine's answers."""

from typing import assert_never

from wfplatform.attempts.attempt import Attempts
from wfplatform.attempts.outcome import CancelledOutcome, Completed, DeferredOutcome, Failed, Outcome, Unknown
from wfplatform.attempts.request import AttemptRequest
from wfplatform.engine import commands as c
from wfplatform.engine.effects import Poll, RunAttempt
from wfplatform.plan.steps import Perform
from wfplatform.runtime.ports import Wish


class RuntimeAttempts:
    """The runtime's port `Attempts`."""

    def __init__(self, attempts: Attempts) -> None:
        self._attempts = attempts

    def perform_now(self, wish: Wish) -> c.Command | None:
        """Make it, when its implementation takes no time."""
        if not self._attempts.is_immediate(wish.effect.activity):
            return None
        outcome = self._attempts.run_now(self._request(wish))
        return answer_of(wish.effect, outcome) if outcome is not None else None

    async def perform(self, wish: Wish) -> c.Command | None:
        """Make the attempt."""
        return answer_of(wish.effect, await self._attempts.run(self._request(wish)))

    async def recall(self, wish: Wish) -> c.Command | None:
        """Nothing is kept here."""
        return None

    async def poll(self, wish: Wish) -> c.Command | None:
        """Ask a deferred attempt's activity."""
        return answer_of(wish.effect, await self._attempts.poll(self._request(wish), wish.handle))

    def _request(self, wish: Wish) -> AttemptRequest:
        step, effect, action = wish.step, wish.effect, wish.step.action
        return AttemptRequest(
            execution=wish.execution,
            step=effect.step,
            activity=effect.activity,
            attempt=effect.attempt,
            effect=action.effect if isinstance(action, Perform) else "pure",
            effect_key=effect.effect_key if isinstance(effect, RunAttempt) else "",
            token=wish.token,
            mode=wish.mode,
            timeout_ms=effect.timeout_ms if isinstance(effect, RunAttempt) else None,
            input=wish.input,
            written=action.input.source if isinstance(action, Perform) and action.input.secret else None,
            resolve=wish.resolve,
            scope=wish.scope,
            connection=step.connection,
            ports=step.ports,
            output_schema=step.output_schema,
            mask=step.mask,
        )


def answer_of(effect: RunAttempt | Poll, outcome: Outcome) -> c.Command | None:
    """What the engine is told of an outcome."""
    step, attempt = effect.step, effect.attempt
    match outcome:
        case Completed(output=output, port=port, duration_ms=duration_ms):
            return c.AttemptCompleted(step=step, attempt=attempt, output=output, port=port, duration_ms=duration_ms)
        case Failed():
            return c.AttemptFailed(
                step=step,
                attempt=attempt,
                error=outcome.error,
                outcome=outcome.outcome,
                retry_after_ms=outcome.retry_after_ms,
                duration_ms=outcome.duration_ms,
                effect_done=outcome.effect_done,
            )
        case Unknown(error=error):
            return c.AttemptUnknown(step=step, attempt=attempt, error=error)
        case DeferredOutcome():
            return c.AttemptDeferred(
                step=step,
                attempt=attempt,
                token=outcome.token,
                handle=outcome.handle,
                deadline=outcome.deadline,
                poll_at=outcome.poll_at,
            )
        case CancelledOutcome():
            return None
        case _:
            assert_never(outcome)
