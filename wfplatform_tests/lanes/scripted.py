"""The activities of the cases with an implementation: it answers what the case's script in the database says.

Found by entry point like anybody's (`distribution.py`). It looks at parts of the call that no plugin sees, because a
case speaks of executions and deadlines.
"""

import asyncio
import dataclasses
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from wfplatform.attempts.request import AttemptRequest
from wfplatform.events import vocabulary as v
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.durations import parse_duration_ms
from wfplatform.kernel.ids import ExecutionId
from wfplatform.plugins.activity import ActivityError, ActivityResult, AnswerLost, Deferred
from wfplatform.store.store import Store
from wfplatform.wiring.database import DSN_VARIABLE
from wfplatform_tests.conformance import activities
from wfplatform_tests.conformance import case as k
from wfplatform_tests.conformance.comparison import has_come
from wfplatform_tests.lanes import scripts

_LOOK_SECONDS: Final = 0.02
_FOR_EVER_SECONDS: Final = 86_400.0

held: Final = set[tuple[str, str]]()
"""Attempts of this process that hang, or wait for a moment: (execution, path)."""


class Scripted:
    """Answers by script. One instance a process; connects at its first call."""

    def __init__(self) -> None:
        self._opening: asyncio.Task[tuple[Store, scripts.Pool]] | None = None

    async def __call__(self, call: Any, /) -> ActivityResult | Deferred:
        """Give the answer, once the moments that hold it back have come."""
        store, pool = await self._open()
        request = call._request
        history = await store.load(ExecutionId(request.execution))
        await scripts.note_attempt(pool, request.execution, request.step, request.attempt, request.effect_key)
        answer = await scripts.read_answer(pool, history.workflow, request.step, request.attempt - 1)
        if answer is None:
            raise ActivityError("UNFORESEEN", f"the script has no attempt {request.attempt} of {request.step}")
        await _wait(store, pool, answer, call)
        return self._answered(answer, call)

    async def aclose(self) -> None:
        """Disconnect."""
        if self._opening is not None:
            store, pool = await self._opening
            self._opening = None
            await store.close()
            await pool.close()

    async def _open(self) -> tuple[Store, scripts.Pool]:
        if self._opening is None:
            self._opening = asyncio.create_task(self._connect())
        return await asyncio.shield(self._opening)

    @staticmethod
    async def _connect() -> tuple[Store, scripts.Pool]:
        dsn = os.environ[DSN_VARIABLE]
        return await Store.open(dsn, SystemClock(), most_sessions=3), await scripts.open_scripts(dsn)

    @staticmethod
    def _answered(answer: k.Answer, call: Any) -> ActivityResult | Deferred:
        match answer:
            case k.Completed(port=port, output=output):
                return ActivityResult(output, port)
            case k.Deferred(deadline=deadline):
                return Deferred(timeout_seconds=None if deadline is None else parse_duration_ms(deadline) / 1_000)
            case _:
                raise _refusal(answer, call)


async def _wait(store: Store, pool: scripts.Pool, answer: k.Answer, call: Any) -> None:
    """Wait for the answer's moments, and until all that is to be said by now has been said and heard.

    Looked for in the durable history from this attempt's own start on, so that nobody comes too late to say it.
    """
    request = call._request
    while not await _may_answer(store, pool, answer, request):
        with _holding(request):
            await asyncio.sleep(_LOOK_SECONDS)
    if isinstance(answer, k.Hangs):
        with _holding(request):
            # Its deadline is one of the host's clock, which may jump.
            await call._clock.sleep(_FOR_EVER_SECONDS if call.seconds_left is None else call.seconds_left)
            call._guard.fire("timeout")
            await asyncio.sleep(_FOR_EVER_SECONDS)


async def _may_answer(store: Store, pool: scripts.Pool, answer: k.Answer, request: AttemptRequest) -> bool:
    history = await store.load(ExecutionId(request.execution))
    begun = any(
        isinstance(record.event, v.StepStarted | v.CompensationStarted | v.RetryAttempted)
        and record.event.step == request.step
        for record in history.records
    )
    due = any(
        all(not moment.calls and has_come(history.records, moment) for moment in moments)
        for moments in await scripts.unsaid(pool, history.workflow)
    )
    come = all(has_come(history.records, moment) for moment in answer.moments)
    return begun and come and not due and not history.inbox


@contextmanager
def _holding(request: AttemptRequest) -> Iterator[None]:
    held.add((request.execution, request.step))
    try:
        yield
    finally:
        held.discard((request.execution, request.step))


def _refusal(answer: k.Answer, call: Any) -> BaseException:
    match answer:
        case k.Failed(code=code, message=message, retryable=retryable):
            return ActivityError(code, message, retryable=retryable)
        case k.TimedOut():
            call._guard.fire("timeout")  # its deadline is now
            return asyncio.CancelledError()
        case _:
            return AnswerLost("LOST", "the answer was lost")


ACTIVITIES: Final = tuple(
    dataclasses.replace(descriptor, implementation=f"{__name__}:Scripted") for descriptor in activities.SCRIPTED
)
