"""Answers a `once` effect from the record where it was answered before (decision 0009).

The event log records every answer, but under the lease: an answer that reaches a process which has just lost its lease
cannot be written there, and whoever goes on would have to ask a person, or send the request again. So such answers are
kept beside the log, before they are handed on, and looked up where an effect could happen a second time.
"""

from contextlib import suppress
from typing import Final

import msgspec

from wfplatform.engine import commands as c
from wfplatform.engine.effects import RunAttempt
from wfplatform.kernel.clock import Clock, after_ms
from wfplatform.kernel.errors import Unavailable
from wfplatform.kernel.ids import DEFAULT_PROJECT
from wfplatform.kernel.json import Json
from wfplatform.runtime.ports import Attempts, Wish
from wfplatform.store.store import Store

KEPT_MS: Final = 30 * 86_400_000
"""Thirty days: as long as a person may take to decide about an effect that is unknown."""


class _Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    port: str
    output: Json = None


class Answering:
    """The runtime's port `Attempts`, in front of those that make attempts."""

    def __init__(self, attempts: Attempts, store: Store, clock: Clock) -> None:
        self._attempts = attempts
        self._store = store
        self._clock = clock

    def perform_now(self, wish: Wish) -> c.Command | None:
        """Pure ones are computed again, not remembered."""
        return self._attempts.perform_now(wish)

    async def perform(self, wish: Wish) -> c.Command | None:
        """Answer from the record, or make the attempt and keep what it was answered."""
        effect = _kept_of(wish)
        if effect is None:
            return await self._attempts.perform(wish)
        if _may_be_a_repetition(wish, effect):
            known = await self._known(effect)
            if known is not None:
                return known
        outcome = await self._attempts.perform(wish)
        if isinstance(outcome, c.AttemptCompleted):
            with suppress(Unavailable):  # the log comes next; should it be away as well, nobody knows the answer
                await self._keep(wish, effect.effect_key, _Answer(outcome.port, outcome.output))
        return outcome

    async def recall(self, wish: Wish) -> c.Command | None:
        """The answer in the record."""
        effect = _kept_of(wish)
        return None if effect is None else await self._known(effect)

    async def poll(self, wish: Wish) -> c.Command | None:
        """Asking a deferred attempt is repeatable, and is not answered from the record."""
        return await self._attempts.poll(wish)

    async def _known(self, effect: RunAttempt) -> c.Command | None:
        kept = await self._store.answer_of(DEFAULT_PROJECT, effect.effect_key)
        if kept is None:
            return None
        answer = msgspec.json.decode(kept, type=_Answer)
        return c.AttemptCompleted(step=effect.step, attempt=effect.attempt, output=answer.output, port=answer.port)

    async def _keep(self, wish: Wish, key: str, answer: _Answer) -> None:
        expires_at = after_ms(self._clock.now(), KEPT_MS)
        told = msgspec.json.encode(answer)
        await self._store.keep_answer(DEFAULT_PROJECT, key, wish.execution, wish.effect.step, told, expires_at)


def _kept_of(wish: Wish) -> RunAttempt | None:
    """The attempt, when its answer is one that is kept."""
    effect = wish.effect
    if isinstance(effect, RunAttempt) and effect.effect == "once" and wish.mode in ("live", "test"):
        return effect
    return None


def _may_be_a_repetition(wish: Wish, effect: RunAttempt) -> bool:
    """A first attempt of an execution that restarts nothing has nothing to repeat, and need not ask."""
    return effect.attempt > 1 or not effect.effect_key.startswith(f"{wish.execution}/")
